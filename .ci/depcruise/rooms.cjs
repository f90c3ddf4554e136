// The rooms of docs/architecture.md as dependency-cruiser rules: what may import what, by resolved path.
// Tests may use whatever they need; they are the last line of each exclusion.
const TEST = '\\.test\\.tsx?$';

const PACKAGE = '(^|/)node_modules/';

/** `room` may import itself, and besides only what matches one of `allowed` (regular expressions on paths). */
const only = (room, allowed, comment, { mayUseNode = false } = {}) => ({
  name: `${room}-imports`,
  severity: 'error',
  comment,
  from: { path: `^${room}/`, pathNot: TEST },
  to: {
    pathNot: [`^${room}/`, ...allowed],
    ...(mayUseNode ? { dependencyTypesNot: ['core'] } : {}), // the tool's word for Node's own modules
  },
});

const ON_NODE = { mayUseNode: true };

module.exports = {
  forbidden: [
    only('core', ['(^|/)node_modules/zod/'], 'core is pure: it may import zod and nothing else from outside'),
    only('services', ['^core/', PACKAGE], 'services know core, Node and its libraries, and no host', ON_NODE),
    only(
      'cli',
      ['^core/', '^services/', PACKAGE, '^package\\.json$'],
      'a host: services and core, no other host',
      ON_NODE,
    ),
    only('electron', ['^core/', '^services/', PACKAGE], 'a host: services and core, no other host', ON_NODE),
    only('renderer', ['^core/', '^services/(contract|wire)\\.ts$', PACKAGE], 'the window: core and the contract'),
    {
      name: 'nothing-imports-tools',
      severity: 'error',
      comment: 'e2e, bench and training use the program; the program does not use them',
      from: { pathNot: '^(e2e|bench|training|test)/' },
      to: { path: '^(e2e|bench|training)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'modules that need each other are one module, or lack a third',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      comment: 'an import that leads nowhere would escape every other rule',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-orphans',
      severity: 'warn',
      comment: 'a module that nobody imports and that imports nothing is probably left over',
      from: { orphan: true, pathNot: [TEST, '\\.d\\.ts$', '\\.config\\.ts$', '/electron-standin/resolve\\.mjs$'] },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(out|assembly|\\.venv|runs)/' },
    tsPreCompilationDeps: true, // sees `import type` too
    enhancedResolveOptions: { conditionNames: ['import', 'types', 'node'], exportsFields: ['exports'] },
  },
};
