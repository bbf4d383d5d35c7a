// Draws the lifecycle tables as pictures, laid out by Graphviz: docs/pictures/. Run by `npm run docs`.
import { Graphviz } from '@hpcc-js/wasm-graphviz';

const colours = {
  SELLER: '#0b6e4f',
  QUALIFICATION_REVIEWER: '#1d4e89',
  PRODUCT_REVIEWER: '#6a4c93',
  OPERATIONS_MANAGER: '#b5530c',
};
const text = (name) => name.toLowerCase().replaceAll('_', ' ');
// Viewers have fonts of other widths than Graphviz thinks: boxes and labels leave room for that.
const font = 'fontname="Helvetica,Arial,sans-serif"';

/** The steps between two different states, those of the same people on one arrow: `{ from, to, by, names }`. */
function arrowsOf(rows) {
  const arrows = new Map();
  for (const { name, from, to, by } of rows) {
    for (const source of from) {
      if (to === 'same' || to === source) continue;
      const key = [source, to, by[0]].join();
      const arrow = arrows.get(key) ?? { from: source, to, by: by[0], names: [] };
      arrow.names.push(name);
      arrows.set(key, arrow);
    }
  }
  return [...arrows.values()];
}

function dot(rows, initial) {
  const arrows = arrowsOf(rows);
  const states = [...new Set([initial, ...arrows.flatMap(({ from, to }) => [from, to])])];
  const left = new Set(arrows.map(({ from }) => from));
  const people = [...new Set(arrows.map(({ by }) => by))];
  const legend = people.map((by) => `<font color="${colours[by] ?? '#444444'}">${text(by)}</font>`).join('<br/>');
  return `digraph {
    graph [rankdir=TB nodesep=0.6 ranksep=0.6 pad=0.2 bgcolor=white label=<${legend}> labelloc=b fontsize=12 ${font}]
    node [shape=box style="rounded,filled" fillcolor="#f4f6fa" color="#14213d" penwidth=1.2 margin="0.35,0.12" fontsize=12 ${font}]
    edge [fontsize=11 arrowsize=0.7 ${font}]
    start [shape=circle style=filled fillcolor="#14213d" width=0.15 label=""]
    start -> ${initial}
    ${states.map((state) => `${state} [label="${text(state)}"${left.has(state) ? '' : ' peripheries=2'}]`).join('\n    ')}
    ${arrows.map(({ from, to, by, names }) => `${from} -> ${to} [label="${names.map((name) => `    ${name}    `).join('\\n')}" color="${colours[by] ?? '#444444'}" fontcolor="${colours[by] ?? '#444444'}"]`).join('\n    ')}
  }`;
}

/** A lifecycle as SVG, without what changes from one version of Graphviz to the next. */
export async function draw(rows, initial) {
  const svg = (await Graphviz.load()).dot(dot(rows, initial));
  return svg.slice(svg.indexOf('<svg')).replaceAll(/<!--[\s\S]*?-->\n?/g, '');
}
