// Who may import whom: docs/architecture.md. server → resolvers → services → platform → entities → domain.
const rule = (name, from, to, comment) => ({ name, severity: 'error', comment, from: { path: `^src/${from}/` }, to });
const onlyTo = (from, ...allowed) =>
  rule(
    `${from}-imports`,
    from,
    { path: '^src/', pathNot: `^src/(${[from, ...allowed].join('|')})/` },
    `${from} may import only ${allowed.join(', ') || 'nothing of ours'}`,
  );

export default {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'A cycle has no order in which it can be understood.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A file that nobody imports is not used.',
      from: { orphan: true, path: '^src/' },
      to: {},
    },
    onlyTo('domain'),
    {
      ...rule('domain-is-plain', 'domain', { dependencyTypes: ['npm', 'core'] }, 'The domain also runs in browsers: no package, no Node.'),
      name: 'domain-is-plain',
    },
    onlyTo('entities', 'domain'),
    onlyTo('migrations'),
    onlyTo('platform', 'entities', 'domain', 'migrations'),
    onlyTo('loaders', 'platform', 'entities', 'domain'),
    onlyTo('services', 'platform', 'entities', 'domain'),
    onlyTo('resolvers', 'services', 'loaders', 'platform', 'entities', 'domain'),
    onlyTo('server', 'resolvers', 'services', 'loaders', 'platform', 'entities', 'domain'),
    {
      name: 'sdk-is-plain',
      severity: 'error',
      comment: 'The SDK runs everywhere and depends on nothing; of the server it shares the domain.',
      from: { path: '^sdk/src/' },
      to: { pathNot: '^(sdk/src|src/domain)/' },
    },
    rule(
      'services-know-no-graphql',
      'services',
      { path: 'node_modules/(graphql|type-graphql|graphql-upload|@apollo)/' },
      'The edge translates.',
    ),
    rule('resolvers-know-no-database', 'resolvers', { path: 'node_modules/(typeorm|mysql2|libsql)/' }, 'Services write, loaders read.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    exclude: { path: 'node_modules/.*/node_modules' },
  },
};
