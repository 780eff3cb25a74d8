/** The arrows of docs/architecture.md: who may import whom. `npm run lint` fails on a breach. */
const room = (name) => `^lambdas/${name}(/|\\.ts$)`;
const SDK = '^node_modules/(@aws-sdk|@smithy|@aws-lambda-powertools|openai)/';

/** A rule that lets `from` import only its own room and `allowed` (paths below the project, or packages). */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { pathNot: [from, ...allowed], dependencyTypesNot: ['core'] },
});

module.exports = {
  forbidden: [
    only('domain-imports-zod-only', room('domain'), ['^node_modules/zod/'], 'domain is words and arithmetic'),
    only(
      'ports-import-domain',
      '^lambdas/ports\\.ts$',
      [room('domain'), '^node_modules/zod/'],
      'a seam names domain types only',
    ),
    only(
      'services-see-ports-and-domain',
      room('services'),
      [room('domain'), '^lambdas/ports\\.ts$'],
      'the work is told over ports',
    ),
    {
      name: 'adapters-never-meet',
      comment: 'model vendors, tables, document readers and webhooks do not know each other, nor the rooms above them',
      severity: 'error',
      from: { path: '^lambdas/(providers|storage|documents|webhooks)/' },
      to: {
        path: '^lambdas/(providers|storage|documents|webhooks|services|handlers|http|platform)/',
        pathNot: '^lambdas/$1/',
      },
    },
    only(
      'http-sees-domain',
      room('http'),
      [room('domain'), '^lambdas/ports\\.ts$', '^node_modules/zod/', '^node_modules/@types/'],
      'HTTP words only',
    ),
    only(
      'handlers-see-http-and-container',
      room('handlers'),
      [room('http'), '^lambdas/platform/container/', '^node_modules/@types/'],
      'a door, nothing more',
    ),
    {
      name: 'only-the-container-joins-rooms',
      severity: 'error',
      from: { path: room('platform'), pathNot: '^lambdas/platform/(container|adapters)/' },
      to: { path: '^lambdas/(providers|storage|documents|webhooks|services|handlers|http)/' },
    },
    {
      name: 'vendor-sdks-stay-in-adapters',
      severity: 'error',
      from: { path: '^lambdas/(domain|services|http|handlers|documents)/|^lambdas/ports\\.ts$' },
      to: { path: SDK },
    },
    {
      name: 'lib-reads-pure-data-only',
      severity: 'error',
      from: { path: '^(lib|bin)/' },
      to: {
        path: '^lambdas/',
        pathNot:
          '^lambdas/(http/(routes|problem|reply)|platform/metrics|storage/table-schema|providers/(pricing|capabilities)|domain/[a-z-]+)\\.ts$',
      },
    },
    { name: 'lambdas-never-import-lib', severity: 'error', from: { path: '^lambdas/' }, to: { path: '^(lib|bin)/' } },
    {
      name: 'nothing-imports-the-workshop',
      severity: 'error',
      from: { path: '^(lambdas|lib|bin)/' },
      to: { path: '^(ops|dev|evals|bench|test|scripts)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dev-dependencies-at-run-time',
      severity: 'error',
      from: { path: '^lambdas/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    { name: 'imports-resolve', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
