/** An operation as it is sent. */
export interface Operation {
  readonly query: string;
  readonly variables?: unknown;
}

/**
 * The body of an operation: JSON, or where its variables hold files a form as the GraphQL multipart request specification says
 * (https://github.com/jaydenseric/graphql-multipart-request-spec).
 */
export function bodyOf({ query, variables }: Operation): string | FormData {
  const files = new Map<Blob, string[]>();
  const withoutFiles = (value: unknown, path: string): unknown => {
    if (value instanceof Blob) {
      files.set(value, [...(files.get(value) ?? []), path]);
      return null;
    }
    if (Array.isArray(value)) return value.map((item, index) => withoutFiles(item, `${path}.${index}`));
    if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutFiles(item, `${path}.${key}`)]));
  };
  const operations = JSON.stringify({ query, variables: withoutFiles(variables, 'variables') });
  if (files.size === 0) return operations;
  const form = new FormData();
  form.append('operations', operations);
  form.append('map', JSON.stringify(Object.fromEntries([...files.values()].entries())));
  [...files.keys()].forEach((file, index) => {
    form.append(String(index), file);
  });
  return form;
}
