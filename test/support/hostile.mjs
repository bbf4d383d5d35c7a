// Documents that are made to hurt: each is refused before anything runs, or is cheap. Used by tests, and by hand.

const times = (n, make) => Array.from({ length: n }, (_, index) => make(index));
const nest = (n, open, close, core = '') => open.repeat(n) + core + close.repeat(n);

/** Fragments each of which uses the next twice: 2^n fields. */
const bomb = (n) =>
  `{ viewer { ...F0 } } ${times(n, (i) => `fragment F${i} on Viewer { a: seller { id } ...F${i + 1} ...F${i + 1} }`).join(' ')} fragment F${n} on Viewer { subject }`;

/** Fields of one name, whose selections GraphQL compares in pairs. */
const overlapping = (n) => `{ viewer { ${times(n, () => 'seller { company { name } }').join(' ')} } }`;

/** Fragments that GraphQL compares in pairs, each spread beside all others. */
const overlappingFragments = (n) =>
  `{ viewer { ${times(n, (i) => `...F${i}`).join(' ')} } } ${times(n, (i) => `fragment F${i} on Viewer { seller { company { name introduction } id } subject }`).join(' ')}`;

/** Each asks for the same by levels of fields of one name. */
const overlappingLevels = (width, depth) => `{ viewer { seller ${nestWide(width, depth)} } }`;
const nestWide = (width, depth) =>
  depth === 0
    ? '{ id }'
    : `{ ${times(width, () => `programAgreement { agreement { id } } company ${depth === 1 ? '{ name }' : '{ name introduction }'}`).join(' ')} }`;

const typeNest = (n) => `{ __schema { types { ${nest(n, 'fields { type { ', '} }', 'name ')} } } }`;
const ofTypes = (aliases) =>
  `{ ${times(aliases, (i) => `a${i}: __schema { types { fields { args { type { name ofType { name } } } } } }`).join(' ')} }`;

/** `variables` are JSON. @type {{ name: string, query: string, variables?: string }[]} */
export const hostile = [
  { name: '10,000 aliases', query: `{ ${times(10_000, (i) => `a${i}: viewer { subject }`).join(' ')} }` },
  { name: '900 aliases of a scalar', query: `{ viewer { ${times(900, (i) => `a${i}: subject`).join(' ')} } }` },
  { name: '10,000 fields within one another', query: `{ viewer ${nest(10_000, '{ seller ', '}', '{ id }')} }` },
  { name: '30 fields within one another', query: `{ viewer ${nest(30, '{ seller ', '}', '{ id }')} }` },
  { name: '100,000 brackets', query: `{ viewer(x: ${nest(45_000, '[', ']')}) { subject } }` },
  { name: '100,000 open brackets', query: '{'.repeat(99_999) },
  { name: 'a type of 1,000 brackets', query: `query ($x: ${nest(1000, '[', ']', 'ID')}) { viewer { subject } }` },
  { name: 'a bomb of 30 fragments', query: bomb(30) },
  { name: 'a bomb of 90 fragments', query: bomb(90) },
  { name: 'a fragment within itself', query: '{ viewer { ...A } } fragment A on Viewer { subject ...A }' },
  {
    name: 'a circle of fragments',
    query: '{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...C } fragment C on Viewer { ...A }',
  },
  { name: '200 fragments', query: `{ viewer { ...F0 } } ${times(200, (i) => `fragment F${i} on Viewer { subject }`).join(' ')}` },
  { name: '200 operations', query: times(200, (i) => `query Q${i} { viewer { subject } }`).join(' ') },
  { name: 'many fields of one name', query: overlapping(1200) },
  { name: 'as many fields of one name as are taken', query: overlapping(330) },
  { name: 'some fields of one name', query: overlapping(60) },
  {
    name: 'levels of some fields of one name',
    query: `{ viewer { ${times(20, () => `seller { ${times(3, () => 'programAgreement { agreement { id kind } }').join(' ')} }`).join(' ')} } }`,
  },
  { name: 'some fragments beside one another', query: overlappingFragments(28) },
  { name: 'many fragments beside one another', query: overlappingFragments(95) },
  { name: 'fields of one name by levels', query: overlappingLevels(150, 2) },
  { name: '5,000 directives', query: `{ viewer { subject ${'@skip(if: false) '.repeat(5000)} } }` },
  { name: '90 directives', query: `{ viewer { subject ${'@include(if: true) '.repeat(90)} } }` },
  { name: '500 unknown fields', query: `{ viewer { ${times(500, (i) => `subjekt${i}`).join(' ')} } }` },
  { name: 'unknown fields with long names', query: `{ viewer { ${times(20, (i) => `s${i}${'u'.repeat(4000)}`).join(' ')} } }` },
  { name: '400 unknown arguments', query: `{ viewer { ${times(400, (i) => `subject(a${i}: 1)`).join(' ')} } }` },
  { name: '400 variables', query: `query (${times(400, (i) => `$v${i}: ID`).join(' ')}) { viewer { subject } }` },
  { name: 'a list of 4,000 ids', query: `{ nodes(ids: [${times(4000, (i) => `"${i}"`).join(' ')}]) { id } }` },
  {
    name: 'a list of 90,000 ids in variables',
    query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: `{"ids":[${times(90_000, (i) => `"${i}"`)}]}`,
  },
  {
    name: 'variables 100,000 deep',
    query: 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: `{"ids":${nest(100_000, '[', ']')}}`,
  },
  {
    name: 'pages within pages',
    query: '{ certificationRequests(first: 100) { nodes { timeline(first: 100) { nodes { id actor { name } } } } } }',
  },
  {
    name: 'pages within pages, by variables',
    query:
      'query ($n: Int = 100) { certificationRequests(first: $n) { nodes { releases(first: $n) { nodes { timeline(first: $n) { nodes { id } } } } } } }',
    variables: '{"n":100}',
  },
  { name: 'introspection within introspection', query: typeNest(7) },
  { name: '20 introspections', query: ofTypes(20) },
  { name: 'a text that never ends', query: `{ viewer(x: "${'x'.repeat(90_000)}` },
  { name: 'a comment of 99,000 characters', query: `# ${'x'.repeat(98_000)}\n{ viewer { subject } }` },
  { name: '4,900 tokens that say nothing', query: `{ ${'viewer '.repeat(4898)} }` },
  {
    name: '20 mutations',
    query: `mutation { ${times(20, (i) => `a${i}: createCertificationRequest(input: {}) { userErrors { code } }`).join(' ')} }`,
  },
  {
    name: '21 mutations',
    query: `mutation { ${times(21, (i) => `a${i}: createCertificationRequest(input: {}) { userErrors { code } }`).join(' ')} }`,
  },
];

/** The request of a document as JSON. @param {{ query: string, variables?: string | undefined }} document */
export const bodyOf = ({ query, variables = '{}' }) => `{"query":${JSON.stringify(query)},"variables":${variables}}`;
