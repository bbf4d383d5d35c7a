// Prints the docs that come from tables: errors, events, lifecycles with their pictures, permissions, limits, configuration, the API
// reference. With --check it only compares.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { draw } from './draw-lifecycles.mjs';
import { prepare, root } from './prepare.mjs';
import { cutSnippets } from './snippets.mjs';

prepare();
const from = (path) => import(`../dist/${path}.js`);
const { referencePages } = await import('./print-reference.mjs');
const { userErrorCodes, failureCodes } = await from('domain/error-codes');
const { messages } = await from('domain/messages');
const { eventDocs } = await from('domain/events');
const { certification } = await from('domain/certification');
const { release } = await from('domain/release');
const { product } = await from('domain/product');
const { carriers, fieldRules, objectRules, typeRules } = await from('domain/field-rules');
const { permissions } = await from('domain/permissions');
const { limits } = await from('domain/limits');
const { costs, dearFields, listSizes } = await from('domain/costs');
const { settings } = await from('platform/settings');

const printed = (title, body) =>
  `<!-- Printed by \`npm run docs\` from the tables in src/ and the schema; do not edit. -->\n\n# ${title}\n\n${body.trim()}\n`;
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
const code = (text) => `\`${text}\``;

function errors() {
  const users = Object.entries(userErrorCodes).map(([name, { means, mend }]) => {
    const says = Object.values(messages).filter((message) => message.code === name);
    const lines = says.map(({ en, zh }) => `- ${en}\n  ${zh}`).join('\n');
    return `### ${name}\n\n${means} **To mend it:** ${mend}\n\n${lines}`;
  });
  const failures = Object.entries(failureCodes).map(([name, { http, retryable, means }]) => [
    code(name),
    http,
    retryable ? 'yes' : 'no',
    means,
  ]);
  return printed(
    'Errors',
    `A mutation answers what you can fix as \`userErrors\`: \`code\`, \`message\` in the language of Accept-Language, \`path\` into \`input\`. Nothing was changed then. All else is a GraphQL error with \`extensions.code\`, \`extensions.retryable\` and, where something broke inside, \`extensions.requestId\`.

## GraphQL errors

${table(['code', 'HTTP status when nothing could run', 'try the same again', 'meaning'], failures)}

## User errors

Words in braces stand for values.

${users.join('\n\n')}`,
  );
}

const events = () =>
  printed(
    'Events',
    `Every change of state writes one event, in the same transaction. Timelines show them oldest first; \`cursor\` is the place in the one log that all of them share, in commit order and without gaps.\n\n${table(
      ['type', 'what happened'],
      Object.entries(eventDocs).map(([type, doc]) => [code(type), doc]),
    )}`,
  );

/** A step's event; the rows of a submit tell one event first and another later. */
const eventOf = ({ event }) =>
  typeof event === 'function' ? '`CERTIFICATION_SUBMITTED`, later `CERTIFICATION_RESUBMITTED`' : event ? code(event) : '';

function lifecyclePart(title, file, rows) {
  const cells = rows.map((row) => [
    code(row.name),
    code(row.action),
    row.from.map(code).join(', '),
    row.to === 'same' ? 'stays' : code(row.to),
    row.by.map(code).join(', '),
    eventOf(row),
    row.doc,
  ]);
  return `## ${title}\n\nThe table in \`src/domain/${file}.ts\`, which decides every step. The picture shows those that change the status; a double frame is the end.\n\n![${title}: its states and the steps between them](pictures/${file}.svg)\n\n${table(['step', 'action', 'from', 'to', 'by', 'event', ''], cells)}`;
}

const lifecycle = () =>
  printed(
    'Lifecycles',
    [
      lifecyclePart('A certification request', 'certification', certification),
      lifecyclePart('A release', 'release', release),
      lifecyclePart('A released product', 'product', product),
    ].join('\n\n'),
  );

const rights = () =>
  printed(
    'Who may call what',
    `The table in \`src/domain/permissions.ts\`; the server does not start while an operation is missing from it. What an operation then shows or changes is bounded by who sees which object: a seller's people its own, the platform everything but drafts, a Huawei contact the submitted requests that name it.\n\n${table(
      ['operation', 'roles', 'scope of a sub-user'],
      Object.entries(permissions).map(([name, { roles, scope }]) => [
        code(name),
        roles === 'everyone' ? 'everybody with a token' : roles.map(code).join(', '),
        scope ? code(scope) : '',
      ]),
    )}

## Who sees what

The table in \`src/domain/field-rules.ts\`; the server does not start while a type or a field is missing from it, or is there for nothing. Connections, edges and payloads show what they hold, by its own rule.

${table(
  ['type', 'seen by', 'fields', 'fields that ask for more'],
  [...Object.entries(typeRules), ...carriers.map(({ ending, rule }) => [`…${ending}`, rule])].map(([name, { sees, fields, dear }]) => [
    code(name),
    objectRules[sees],
    fields.map(code).join(' '),
    Object.entries(dear)
      .map(([field, rule]) => `${code(field)}: ${rule}`)
      .join('; '),
  ]),
)}

${table(['rule', 'of a field'], Object.entries(fieldRules))}`,
  );

/** The lines above the properties of an object in a source file, by property. */
async function docsOf(file) {
  const source = await readFile(join(root, 'src', 'domain', file), 'utf8');
  return new Map([...source.matchAll(/\/\*\* ([^\n]*?) \*\/\n {2}(\w+):/g)].map(([, doc, name]) => [name, doc]));
}

async function numbers() {
  const [docs, prices] = [await docsOf('limits.ts'), await docsOf('costs.ts')];
  return printed(
    'Limits',
    `The same limits hold for \`/graphql\`, websockets and event streams. What is refused ran nothing: no resolver, no statement. A refusal says which limit it met: \`extensions: { code: "QUERY_TOO_COMPLEX", limit, maximum }\`. [Decision 31](adr/0031-limits-in-one-place.md) tells why.

## What an operation costs

Known before it runs, with its variables, and told in each answer of \`/graphql\`:

\`\`\`json
{ "data": {}, "extensions": { "cost": { "requested": 62, "maximum": 10000 } } }
\`\`\`

A point is about one object that is read. What stands within a list costs as often as the list is long: a connection is as long as \`first\` or \`last\` (20 when neither is given), \`nodes\` as it has ids. \`@skip\` and \`@include\` count; what several fragments ask for counts each time.
An operation costs at most \`operationCost\`; to get below, ask for smaller pages, or for a list's objects first and their lists later.

${table(
  ['', 'points'],
  [
    ...Object.entries(costs).map(([name, points]) => [prices.get(name) ?? name, points]),
    ...Object.entries(dearFields).map(([name, points]) => [`${code(name)}, beside that`, points]),
  ],
)}

Lists without pages that are taken to be of another length: ${Object.entries(listSizes)
      .filter(([name]) => !name.startsWith('__'))
      .map(([name, size]) => `${code(name)} ${size}`)
      .join(', ')}.

## What a person may spend

\`RATE_LIMIT\` points a minute, over all processes on one Redis; while Redis is away each process counts for itself. An operation costs as above, a file up or down \`fileCost\`, a document that is refused \`refusalCost\`.
Answers tell what is left ([RateLimit header fields](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/)): \`RateLimit-Policy: "points";q=…;w=60\` and \`RateLimit: "points";r=…;t=…\`. Who has spent all gets \`RATE_LIMITED\`, HTTP 429, with \`Retry-After\` and \`extensions.retryAfterMs\`; the SDK waits by itself.
The default is high on purpose: it stops a program that runs wild. Requests without a valid token count by address: \`FAILED_TOKENS\` a minute. Behind a proxy set \`TRUST_PROXY\`, or all callers have the proxy's address.

## Persisted operations

A document may be named by its sha256 instead of being sent: \`{ "documentId": "sha256:…", "variables": {} }\`, in the body or in the address of a GET, or as \`extensions.persistedQuery\` as Apollo's clients do; over a websocket, \`query\` is empty then.
Known are the operations of the SDK (\`schema/persisted-operations.json\`) and those of your own manifest (\`PERSISTED_OPERATIONS_FILE\`). With \`PERSISTED_OPERATIONS=required\` no other document runs, on any transport; the SDK works unchanged.

## In production

The schema cannot be asked for (\`INTROSPECTION\`), errors suggest no names (\`SUGGESTIONS\`), pages of other origins are not let in (\`CORS_ORIGINS\`). A request body is JSON in UTF-8 without compression, or a form with files; answers are not compressed either: a proxy does that better.

## All numbers

${table(
  ['limit', 'value', ''],
  Object.entries(limits).map(([name, value]) => [code(name), value.toLocaleString('en-US'), docs.get(name) ?? '']),
)}`,
  );
}

const configuration = () =>
  printed(
    'Configuration',
    `Settings are environment variables; an empty one counts as not set. All mistakes are told at once at start-up. \`joint-ops --print-config\` shows what a process would run with, secrets masked; \`joint-ops doctor\` tries everything that the server depends on.\n\n${table(
      ['variable', 'type', 'default', 'unit', ''],
      Object.entries(settings).map(([name, { type, default: fallback, unit = '', doc, secret }]) => [
        code(name),
        type,
        fallback ? code(fallback) : '',
        unit,
        `${doc}${secret ? ' Secret.' : ''}`,
      ]),
    )}`,
  );

const pages = {
  'errors.md': errors(),
  'events.md': events(),
  'lifecycle.md': lifecycle(),
  'permissions.md': rights(),
  'limits.md': await numbers(),
  'configuration.md': configuration(),
  'pictures/certification.svg': await draw(certification, 'DRAFT'),
  'pictures/release.svg': await draw(release, 'DRAFT'),
  'pictures/product.svg': await draw(product, 'LISTED'),
  ...Object.fromEntries(referencePages().map(([path, title, body]) => [path, printed(title, body)])),
};
const stale = await cutSnippets(process.argv.includes('--check'));
for (const [name, text] of Object.entries(pages)) {
  const path = join(root, 'docs', name);
  if (text === (await readFile(path, 'utf8').catch(() => ''))) continue;
  if (process.argv.includes('--check')) stale.push(`docs/${name}`);
  else {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}
if (stale.length > 0 && process.argv.includes('--check')) {
  console.error(`Stale: ${stale.join(', ')}. Run: npm run docs`);
  process.exit(1);
}
