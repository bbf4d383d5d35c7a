import { Kind, print, stripIgnoredCharacters, visit } from 'graphql';

/** The operation with the fragments that it needs, as text. */
export function textOf(operation, fragments) {
  const needed = new Map();
  const look = (node) =>
    visit(node, {
      FragmentSpread({ name: { value } }) {
        if (needed.has(value)) return;
        needed.set(value, fragments.get(value));
        look(fragments.get(value));
      },
    });
  look(operation);
  return stripIgnoredCharacters(print({ kind: Kind.DOCUMENT, definitions: [operation, ...needed.values()] }));
}
