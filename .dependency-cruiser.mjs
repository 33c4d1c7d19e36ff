/**
 * Who may import whom: default deny. The table below is the architecture; everything else here only
 * turns it into dependency-cruiser's rules. `e2e/fence.test.ts` plants violations and checks that each
 * is reported.
 */
const engine = (...folders) => folders.map((folder) => `^engine/${folder}/`)
const npm = (...names) => names.map((name) => `node_modules/${name}(/|$)`)
const anyNpm = ['node_modules/']
const node = [
  '^node:',
  '^(fs|path|url|os|net|http|https|tls|crypto|zlib|events|stream|child_process|worker_threads|module|util|process|readline|timers|buffer|assert|perf_hooks|v8|string_decoder|dns|tty)(/|$)',
]
const door = (name) => `^engine/${name}\\.ts$`

const base = engine('base')
const values = [...base, ...engine('types')]
const text = [...values, ...engine('syntax')]

/** folder (a pattern of the importing file) -> patterns it may import, besides its own folder. */
export const table = [
  ['^engine/base/', []],
  ['^engine/types/', [...base, ...npm('re2js')]],
  ['^engine/syntax/', base],
  ['^engine/api/', [...values, ...npm('zod')]],
  // Writes the reference page.
  ['^engine/functions/reference/run\\.mjs$', [...node, ...npm('esbuild')]],
  ['^engine/functions/', [...text, ...engine('api')]],
  ['^engine/catalog/', [...text]],
  ['^engine/binder/', [...text, ...engine('catalog', 'functions')]],
  ['^engine/graph/', [...text, ...engine('catalog', 'functions', 'binder')]],
  ['^engine/expression/', [...text, ...engine('functions'), '^engine/runtime/row\\.ts$']],
  ['^engine/decode/', [...text, ...engine('catalog')]],
  ['^engine/encode/', [...values]],
  // Templates hash with the same code as SQL.
  ['^engine/template/', [...values, ...engine('functions')]],
  [
    '^engine/sink-pipeline/',
    [...values, ...engine('api', 'functions', 'decode', 'encode', 'template'), ...npm('zod')],
  ],
  ['^engine/plan/', [...text, ...engine('catalog', 'binder', 'graph', 'functions', 'expression')]],
  ['^engine/registry/', [...values, ...engine('api'), ...npm('zod')]],
  [
    '^engine/language/',
    [
      ...text,
      ...engine('catalog', 'binder', 'functions', 'expression', 'plan', 'decode', 'template'),
      ...engine('sink-pipeline'),
    ],
  ],
  ['^engine/ruleset/', [...text, ...engine('catalog'), '^engine/runtime/run\\.ts$']],
  [
    '^engine/runtime/',
    [
      ...text,
      ...engine('api', 'catalog', 'binder', 'graph', 'functions', 'expression', 'plan', 'registry'),
      ...engine('decode', 'encode', 'template', 'sink-pipeline', 'ruleset'),
    ],
  ],
  // Reads and writes files of cases.
  ['^engine/testkit/conformance/', ['^engine/', '^plugins/', ...node, ...npm('esbuild')]],
  ['^engine/testkit/', ['^engine/']],
  ['^engine/bench/', ['^engine/', ...node, ...npm('esbuild')]],
  ['^engine/index\\.ts$', ['^engine/']],

  [
    '^plugins/builtin\\.ts$',
    ['^plugins/[^/]+/plugin\\.ts$', '^plugins/embedded-broker/index\\.ts$', door('api/index')],
  ],
  // Group 1 is the plugin's own folder; what connects to the network does it alike.
  ['^plugins/[^/]+/', [door('api/index'), '^plugins/network/index\\.ts$', ...anyNpm, ...node]],

  ['^electron/ipc/', [...npm('zod'), door('api/index')]],
  ['^electron/preload/', ['^electron/ipc/', ...npm('electron')]],
  // Loads any app, as Electron's own default app does.
  ['^electron/default-app/', npm('electron')],
  [
    '^electron/host/',
    [
      '^electron/ipc/',
      door('index'),
      door('api/index'),
      door('ruleset/index'),
      '^plugins/',
      ...anyNpm,
      ...node,
    ],
  ],
  [
    '^electron/main/',
    ['^electron/ipc/', '^electron/host/', door('ruleset/index'), ...anyNpm, ...node],
  ],
  [
    '^electron/cli/',
    [
      '^electron/(ipc|host|main|setup)/',
      '^plugins/builtin\\.ts$',
      door('index'),
      door('api/index'),
      door('ruleset/index'),
      door('language/index'),
      ...anyNpm,
      ...node,
    ],
  ],

  ['^renderer/lib/', []],
  ['^renderer/ui/', ['^renderer/lib/', ...anyNpm]],
  [
    '^renderer/bridge/',
    ['^electron/ipc/', '^renderer/lib/', door('ruleset/index'), door('language/index'), ...anyNpm],
  ],
  // The window's stores and its edits of the document; no React component.
  [
    '^renderer/state/',
    [
      '^renderer/(bridge|lib)/',
      '^electron/ipc/',
      door('ruleset/index'),
      door('language/index'),
      ...anyNpm,
    ],
  ],
  [
    // A feature imports no other feature; what two share lives in state, bridge, ui or lib.
    '^renderer/features/[^/]+/',
    [
      '^renderer/(bridge|state|ui|lib)/',
      '^electron/ipc/',
      door('api/index'),
      door('ruleset/index'),
      door('language/index'),
      ...anyNpm,
    ],
  ],
  [
    '^renderer/(app/|[^/]+\\.tsx?$)',
    ['^renderer/', '^electron/ipc/', door('ruleset/index'), door('language/index'), ...anyNpm],
  ],
  ['^e2e/', ['^electron/ipc/', '^electron/setup/', '^plugins/', ...anyNpm, ...node]],
]

/** Tests may also use the test kit, the test runner and Node. */
const forTests = [
  ...node,
  ...anyNpm,
  '^engine/testkit/',
  '^electron/setup/',
  '^engine/(index|[a-z-]+/index)\\.ts$',
  '^plugins/',
  // Codes are unique over the whole engine, which one test checks.
  '^engine/[a-z-]+/[a-z-]*codes\\.ts$',
]

const ownFolder = (from) => {
  const match =
    /^\^(engine\/[a-z-]+|renderer\/lib|renderer\/ui|renderer\/bridge|renderer\/state|electron\/[a-z-]+|e2e)\/$/.exec(
      from,
    )
  return match ? [`^${match[1]}/`] : []
}

const allowed = table.flatMap(([from, to]) => [
  { from: { path: from }, to: { path: [...to, ...ownFolder(from)] } },
  {
    from: { path: `${from.replace(/\$$/, '')}.*\\.test\\.tsx?$` },
    to: { path: [...to, ...ownFolder(from), ...forTests] },
  },
])

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['\\?worker', '^electron$'] },
    },
  ],
  allowed: [
    ...allowed,
    { from: { path: '^plugins/([^/]+)/' }, to: { path: '^plugins/$1/' } },
    { from: { path: '^renderer/features/([^/]+)/' }, to: { path: '^renderer/features/$1/' } },
    // Setup runs before any package is installed: Node and its own files only; its tests may do more.
    {
      from: { path: '^electron/(setup|default-app)/' },
      to: { path: ['^electron/setup/', ...node] },
    },
    {
      from: { path: '^electron/setup/.*\\.test\\.(ts|mjs)$' },
      to: { path: ['^electron/setup/', ...anyNpm, ...node] },
    },
    {
      from: { path: '^electron/setup/' },
      to: { path: npm('esbuild', 'vite', 'typescript', 'electron', '@playwright/test', 'vitest') },
    },
  ],
  allowedSeverity: 'error',
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(^|/)out/', '\\.css$', '\\.md$'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
