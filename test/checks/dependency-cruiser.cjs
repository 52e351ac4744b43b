// The import table: who may import whom. Arrows point one way; a folder may always import itself.
//
// Read it as the design's table. `types` are folders of which only types may be imported (`import type`). `rooms` are the folders
// in a folder, each with what it imports of that folder: other rooms, or files that lie beside them.

const files = [
  'buffer',
  'crypto',
  'fs',
  'os',
  'path',
  'stream',
  'string_decoder',
  'url',
  'util',
  'zlib',
];
const processes = [
  'child_process',
  'events',
  'module',
  'os',
  'path',
  'process',
  'timers',
  'url',
  'util',
];
const webs = ['http', 'net'];

/** A screen knows none of the others; each with its rooms. */
const screens = {
  corpus: {
    songs: ['corpus-screen.svelte'],
    dialogs: [],
    recipe: [],
    text: [],
    figures: [],
    source: [],
  },
  training: {
    cells: [],
    charts: [],
    form: ['cells', 'lessons', 'training-screen'],
    lessons: [],
    queue: ['form', 'training-screen'],
    clusters: ['queue'],
    sweep: ['clusters', 'form', 'queue', 'training-screen'], // asked for, before it is anywhere
  },
  writing: {
    page: ['find'],
    find: [],
    drafts: [],
    honesty: ['page', 'draft.svelte'],
    reading: [],
    lines: ['context', 'draft.svelte', 'offering.svelte', 'page', 'piece'],
    presets: ['writing.svelte'],
    words: [
      'presets',
      'commands.svelte',
      'context',
      'draft.svelte',
      'measure',
      'page',
      'piece',
      'writing.svelte',
    ],
    measure: ['page'],
  },
  models: { list: [] },
  comparing: {},
  settings: {},
};
/** What several screens need. */
const sharedRooms = [
  'charts',
  'client',
  'controls',
  'inside',
  'library',
  'paper',
  'run',
  'state',
  'text',
];
const screenRooms = (rooms) => rooms.map((room) => `src-renderer/${room}`);

const table = [
  {
    folder: 'src-main/contract',
    rooms: {
      corpus: ['arguments', 'arrays', 'preferences'],
      optimisers: [],
      links: ['api', 'corpus', 'errors'],
      names: ['held-out', 'optimisers', 'preferences', 'settings'],
      runs: [
        ...['architecture', 'arguments', 'engine', 'errors', 'model', 'optimisers', 'preferences'],
        ...['settings', 'training'],
      ],
      sweeps: ['arguments', 'engine', 'errors', 'model', 'runs'],
      writing: ['arguments', 'arrays', 'errors', 'settings'],
    },
    packages: ['zod'],
  },
  {
    folder: 'src-main/language', // how words are read, and what rhymes: pure, and all may import it
    rooms: { chinese: [], english: [] },
    types: ['src-main/contract'],
    packages: ['cmu-pronouncing-dictionary', 'opencc-js', 'pinyin-pro'],
  },
  {
    folder: 'src-main/form', // what a line is to be like, as an automaton over a vocabulary and as words of a person: pure
    imports: ['src-main/contract', 'src-main/language'],
    types: ['src-main/core'],
  },
  {
    folder: 'src-main/core',
    rooms: {
      tensors: [],
      cells: ['tensors'],
      layers: ['cells', 'parameters', 'random', 'tensors'],
      optimisers: ['tensors'],
      text: [],
      sampling: ['random'],
      search: ['overflow', 'parameters', 'programs', 'random', 'sampling', 'tensors', 'text'],
      inside: ['bptt', 'parameters', 'programs', 'sampler', 'tensors'],
    },
    imports: ['src-main/contract/architecture', 'src-main/contract/optimisers'], // the names and shapes of what both speak of
    types: ['src-main/contract'],
  },
  {
    folder: 'src-main/engines',
    rooms: { onnx: [] },
    imports: ['src-main/core', 'src-main/contract/architecture'],
    types: ['src-main/contract'],
    packages: ['@tensorflow/tfjs-node', 'onnxruntime-node', 'onnx-proto'],
    node: ['crypto', 'fs', 'module', 'os', 'path', 'util'],
  },
  {
    folder: 'src-main/compute',
    rooms: {
      writing: ['looking', 'piece-by-piece', 'tell', 'texts', 'turns'],
      graphics: ['step-timer'],
    },
    imports: [
      ...['src-main/core', 'src-main/engines', 'src-main/contract'],
      ...['src-main/form', 'src-main/language'],
    ],
    packages: ['birpc'],
    node: ['fs', 'os', 'path', 'process', 'timers', 'util', 'v8'],
  },
  {
    folder: 'src-main/supervisor',
    imports: ['src-main/contract'],
    packages: ['birpc', 'electron'], // electron: see the rule below
    node: ['fs', ...processes],
  },
  {
    folder: 'src-main/store', // by what is kept, and the files underneath
    rooms: {
      files: [],
      archives: ['files'],
      models: ['archives', 'files'],
      corpora: ['archives', 'files'],
      drafts: ['files'],
      clusters: ['files'],
      starters: ['models', 'files'], // models that come with the product
      runs: ['archives', 'models', 'files'], // records of runs that have no model
      data: ['corpora', 'drafts', 'models', 'files'],
    },
    imports: ['src-main/contract'],
    packages: ['env-paths', 'yauzl', 'zod'],
    node: [...files, 'async_hooks', 'process', 'sqlite', 'timers'],
  },
  {
    folder: 'src-main/corpus', // files as people have them become songs, and songs one text: pure, whatever holds the bytes
    rooms: {
      encodings: [],
      kinds: ['changes', 'chord-names', 'line-breaks', 'song'],
      recipe: ['kinds/text-kinds', 'changes', 'chord-names', 'line-breaks', 'song', 'split'],
    },
    imports: ['src-main/contract', 'src-main/store/archives'],
    packages: ['entities', 'htmlparser2', 'iconv-lite', 'marked', 'opencc-js'],
    node: ['buffer', 'util'],
  },
  {
    folder: 'src-main/ray', // the Jobs API of a cluster, as its documentation has it: it knows nothing of sweeps
    imports: ['src-main/contract'],
    packages: ['zod'],
    node: ['http', 'https', 'timers', 'url'],
  },
  {
    folder: 'src-main/services',
    rooms: {
      corpora: [],
      drafts: ['corpora'],
      'corpora/work': ['corpora/corpus-name', 'corpora/facts', 'corpora/source-id'], // in a thread of its own
      engines: [],
      exports: [],
      runs: [],
      inside: [],
      lanes: ['corpora', 'recent-models', 'runs', 'training'],
      queue: ['corpora', 'lanes', 'training'],
      sweeps: ['model-files', 'runs', 'training'],
      'sweeps/cluster': ['model-files', 'sweeps', 'training'],
      training: ['corpora', 'engines', 'inside'],
      writing: ['corpora', 'engines', 'inside', 'training'],
    },
    imports: [
      ...['src-main/contract', 'src-main/corpus', 'src-main/store', 'src-main/supervisor'],
      ...['src-main/form', 'src-main/language'],
      // What is known of a text before anything learns from it, and of a run beside its steps.
      ...['src-main/core/text', 'src-main/core/sampler', 'src-main/core/memory'],
      ...['src-main/core/course', 'src-main/core/settings-by-epoch'],
      'src-main/engines/onnx/decoding-model', // a file format, and no engine: see the rule below
      'src-main/ray',
    ],
    packages: ['docx', 'iconv-lite', 'jszip', 'zod'],
    node: [...files, 'child_process', 'events', 'module', 'timers', 'worker_threads'],
  },
  {
    folder: 'src-main/hosts/cli',
    rooms: {
      terminal: [],
      surroundings: ['terminal'],
      arguments: ['surroundings'],
      reports: ['arguments', 'surroundings', 'terminal'],
      commands: ['arguments', 'reports', 'surroundings', 'terminal'],
      runs: ['arguments', 'reports', 'surroundings', 'terminal'],
      engines: ['arguments', 'reports', 'surroundings', 'terminal'],
      sweep: ['arguments', 'commands', 'reports', 'surroundings', 'terminal'],
    },
    imports: [
      ...['src-main/contract', 'src-main/services', 'src-main/messages', 'src-main/ray'],
      ...['src-main/form', 'src-main/language'],
    ],
    packages: ['commander', 'i18next'],
    node: [...files, 'events', 'process', 'readline', 'timers', 'tty'],
  },
  {
    folder: 'src-main/hosts/web',
    imports: ['src-main/contract', 'src-main/services', 'src-main/messages'],
    packages: ['@msgpack/msgpack', 'i18next', 'open', 'ws', 'zod'],
    node: [...files, ...webs, 'child_process', 'events', 'process', 'timers'],
  },
  {
    folder: 'src-main/hosts/electron',
    rooms: { page: [], 'smoke-test': ['page', 'leave'] },
    imports: ['src-main/contract', 'src-main/services', 'src-main/messages'],
    packages: ['electron', 'i18next', 'rotating-file-stream', 'zod'],
    node: [...files, 'events', 'process', 'timers'],
  },
  {
    folder: 'src-main/messages', // the catalogue outside of the window: for the hosts alone
    imports: ['src-main/contract', 'resources/messages'],
    packages: ['i18next'],
  },
  { folder: 'resources/messages', packages: ['i18next'] },
  {
    folder: 'src-main/setup',
    rooms: { packaging: ['electron', 'native-tensorflow', 'other-node', 'processes'] },
    packages: ['@electron/asar', 'electron-builder', 'sharp'],
    node: null,
  },
  {
    folder: 'src-renderer/exported-page', // the only screen that has no host: it brings the mathematics along
    imports: [
      'src-main/contract',
      'src-main/core',
      ...screenRooms(['paper', 'controls', 'text', 'client/jitless', 'styles']),
    ],
    packages: ['svelte'],
  },
  {
    folder: 'src-renderer/text',
    imports: ['src-main/contract', 'resources/messages'],
    packages: ['i18next', 'zod'],
  },
  {
    folder: 'src-renderer/client',
    imports: ['src-main/contract'],
    packages: ['birpc', '@msgpack/msgpack', 'zod'],
  },
  {
    folder: 'src-renderer/charts',
    rooms: {
      series: [], // the curves as numbers
      plot: ['series'], // one chart
      stack: ['plot', 'series'], // the charts of runs, and how one moves in them
      export: ['plot', 'series'],
    },
    imports: ['src-main/contract', ...screenRooms(['controls', 'text'])],
    packages: ['svelte', 'chart.js', '@lucide/svelte'],
  },
  {
    folder: 'src-renderer/controls', // what one works with, and no word of what it is for
    rooms: { keyboard: [], fields: [], lists: [], sight: [] },
    imports: screenRooms(['text']),
    packages: ['svelte', '@lucide/svelte'],
  },
  {
    folder: 'src-renderer/state',
    imports: ['src-main/contract', ...screenRooms(['client', 'text'])],
    packages: ['svelte', 'zod'],
  },
  {
    folder: 'src-renderer/paper',
    imports: ['src-main/contract', ...screenRooms(['controls', 'state', 'text'])],
    packages: ['svelte', '@lucide/svelte'],
  },
  {
    folder: 'src-renderer/run',
    rooms: { charts: [] },
    imports: [
      'src-main/contract',
      ...screenRooms(['charts', 'controls', 'paper', 'state', 'text']),
    ],
    packages: ['svelte', '@lucide/svelte', 'diff', 'zod'],
  },
  {
    folder: 'src-renderer/library',
    rooms: { advice: ['learnt-by'], overlay: [] },
    imports: [
      'src-main/contract',
      ...screenRooms(['charts', 'controls', 'paper', 'run', 'state', 'text']),
    ],
    packages: ['svelte', '@lucide/svelte', 'zod'],
  },
  {
    folder: 'src-renderer/inside', // what goes on in a model
    imports: [
      'src-main/contract',
      ...screenRooms(['controls', 'library', 'paper', 'run', 'state', 'text']),
    ],
    packages: ['svelte', '@lucide/svelte'],
  },
  {
    folder: 'src-renderer/shell', // around the screens, of which it knows none
    imports: ['src-main/contract', 'resources/icons', ...screenRooms(sharedRooms)],
    packages: ['svelte', '@lucide/svelte', 'zod'],
  },
  ...Object.entries(screens).map(([screen, rooms]) => ({
    folder: `src-renderer/${screen}`,
    rooms,
    imports: [
      ...['src-main/contract', ...screenRooms(sharedRooms)],
      // What is drawn of what a model says is reckoned as one drags.
      ...(screen === 'writing'
        ? ['src-main/form', 'src-main/language', 'src-main/core/sampling']
        : []),
    ],
    packages: [
      ...['svelte', '@lucide/svelte', 'zod'],
      ...(screen === 'writing' ? ['commands', 'search', 'state', 'view'] : []).map(
        (name) => `@codemirror/${name}`,
      ),
      ...(screen === 'writing' ? ['diff'] : []),
    ],
  })),
  {
    folder: 'src-renderer', // what stands in no room composes them all
    only: true,
    imports: ['src-main/contract', 'src-renderer', 'resources/icons'],
    packages: ['svelte', 'lxgw-wenkai-webfont'],
  },
];

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const inFolder = (folder) => `^${escape(folder)}(/|\\.(ts|mjs)$)`;
const ofPackage = (name) => `^node_modules/(@types/)?${escape(name)}(/|$)`;
// With or without `node:`, and with what hangs below it, such as `fs/promises`. Null stands for all.
const ofNode = (names) => `^(node:)?(${names.map(escape).join('|')})(/|$)`;

/** @param only the files of the folder itself, and not those of the folders in it */
function rulesFor({ folder, only, rooms = {}, imports = [], types = [], ...others }) {
  const { packages = [], node = [] } = others;
  const path = only ? `^${escape(folder)}/[^/]+$` : inFolder(folder);
  const from = { path, pathNot: 'vite\\.config\\.ts$' };
  const allowed = [folder, ...imports, ...types].map(inFolder).concat(packages.map(ofPackage));
  if (node?.length) allowed.push(ofNode(node));
  const to = { pathNot: allowed };
  if (node === null) to.dependencyTypesNot = ['core'];
  const own = { name: `${folder} may not import this`, severity: 'error', from, to };
  const typeOnly = types.map((other) => ({
    name: `${folder} may import only types of ${other}`,
    severity: 'error',
    from,
    to: {
      path: inFolder(other),
      pathNot: imports.map(inFolder),
      dependencyTypesNot: ['type-only'],
    },
  }));
  const ofRooms = Object.entries(rooms).map(([room, imported]) => ({
    name: `${folder}/${room} may not import this of ${folder}`,
    severity: 'error',
    from: { path: `^${escape(`${folder}/${room}`)}/` },
    to: {
      path: inFolder(folder),
      pathNot: [room, ...imported].map((other) => inFolder(`${folder}/${other}`)),
    },
  }));
  return [own, ...typeOnly, ...ofRooms];
}

/** Where the sources of a folder lie: in it, or in a room of it. */
const placesOf = ({ folder, rooms = {} }) =>
  [folder, ...Object.keys(rooms).map((room) => `${folder}/${room}`)].map(
    (place) => `^${escape(place)}/[^/]+$`,
  );

module.exports = {
  forbidden: [
    ...table.flatMap(rulesFor),
    {
      name: 'no cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no cycles between folders',
      comment:
        'A folder counts with all that is below it: what is within one, the rooms of the table say.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src-' },
      to: { circular: true },
    },
    {
      name: 'every room is in the table',
      comment: 'So that it is said which others it imports.',
      severity: 'error',
      from: { path: '^src-[a-z]+/.*/', pathNot: table.flatMap(placesOf) },
      to: {},
    },
    {
      name: 'what is started by itself is not imported by what lies around it',
      comment: 'It may import what lies there.',
      severity: 'error',
      from: { path: '^src-main/(setup|hosts/electron)/[^/]+$' },
      to: { path: '^src-main/(setup/packaging|hosts/electron/smoke-test)/' },
    },
    {
      name: 'what is imported is there',
      severity: 'error',
      from: { pathNot: '^node_modules' },
      to: { couldNotResolve: true },
    },
    {
      name: 'native engines are loaded by the compute process alone',
      comment: 'A crash in native code must not take the window along.',
      severity: 'error',
      from: { path: '^src-', pathNot: '^src-main/(compute/|engines/(?!presence))' },
      // `presence` looks whether they are installed, without loading any; `onnx/` writes ONNX.
      to: {
        path: [
          '^src-main/engines/(?!presence|onnx/)',
          '^node_modules/(@tensorflow|onnxruntime-node)(/|$)',
        ],
      },
    },
    {
      name: 'what writes ONNX knows no engine',
      comment: 'So that a model can be exported from anywhere, also where there is none.',
      severity: 'error',
      from: { path: '^src-main/engines/onnx/' },
      to: {
        path: ['^src-main/engines/(?!onnx/)', '^node_modules/(@tensorflow|onnxruntime-node)(/|$)'],
      },
    },
    {
      name: 'the set-up runs before anything is installed',
      comment: 'All but the packing, which comes after it.',
      severity: 'error',
      from: { path: '^src-main/setup/', pathNot: '^src-main/setup/packaging/' },
      to: { path: '^node_modules' },
    },
    {
      name: 'one file alone of the supervisor knows Electron',
      severity: 'error',
      from: {
        path: '^src-main/supervisor/',
        pathNot: '^src-main/supervisor/electron-process\\.ts$',
      },
      to: { path: ofPackage('electron') },
    },
    {
      name: 'the product does not import its tests',
      severity: 'error',
      from: { path: '^src-' },
      to: { path: '^test/' },
    },
    {
      name: 'the main half does not import the screens',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: '^src-renderer/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true, // imports of types are imports, too
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'require', 'node', 'default', 'types', 'style'],
      extensions: ['.ts', '.svelte.ts', '.mjs', '.js', '.cjs', '.svelte', '.json', '.d.ts', '.css'],
    },
  },
};
