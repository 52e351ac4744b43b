// Packs the application for people who install it, with electron-builder and as electron-builder.yml says.
//
//   npm run dist -- [--linux | --mac | --win [targets…]] [--x64] [--arm64] [--dir] [--output folder] [--[no-]smoke-test]
//
// Without arguments: what the yml lists for this system, for the processor of this machine. `--dir` stops at the unpacked
// application. Other systems and processors need their Electron, which electron-builder downloads, and do without TensorFlow;
// what cannot be built here at all is said at once, with exit code 2, see targets.mjs.
//
// What was packed for this machine is started for its smoke test where that is possible, and otherwise it is said why not.
// `--smoke-test` insists on it, so that a package that cannot be tried is a failure, and `--no-smoke-test` does without.
//
// Nothing is signed, but where these variables ask for it:
//   macOS    CSC_LINK (path, address or base64 of a .p12) and CSC_KEY_PASSWORD, or CSC_NAME for an identity of the keychain,
//            or CSC_IDENTITY_AUTO_DISCOVERY=true for whichever the keychain has;
//            what is signed is notarised with APPLE_ID, APPLE_APP_SPECIFIC_PASSWORD and APPLE_TEAM_ID,
//            or with APPLE_API_KEY, APPLE_API_KEY_ID and APPLE_API_ISSUER
//   Windows  WIN_CSC_LINK and WIN_CSC_KEY_PASSWORD

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import { configure, enginesFor, runtimeFor } from './config.mjs';
import { drawIcons } from './icons.mjs';
import { measureFolder, sizeLine, sizeOf } from './sizes.mjs';
import { tryOut, whyNotTried } from './smoke.mjs';
import { whyNotHere } from './targets.mjs';
import { root } from '../processes.mjs';

const platforms = { linux: Platform.LINUX, mac: Platform.MAC, win: Platform.WINDOWS };

/** @returns `{ wanted: [[platform, target names]], processors, output, smokeTest }`; ends the program where the arguments make no sense */
function readArguments() {
  try {
    const { values, tokens } = parseArgs({
      allowPositionals: true,
      allowNegative: true,
      tokens: true,
      options: {
        ...{ linux: { type: 'boolean' }, mac: { type: 'boolean' }, win: { type: 'boolean' } },
        ...{ x64: { type: 'boolean' }, arm64: { type: 'boolean' }, dir: { type: 'boolean' } },
        ...{ output: { type: 'string' }, 'smoke-test': { type: 'boolean' } },
      },
    });
    const wanted = [];
    for (const { kind, name, value } of tokens) {
      if (kind === 'option' && name in platforms && values[name])
        wanted.push([platforms[name], []]);
      if (kind !== 'positional') continue;
      if (wanted.length === 0)
        throw new Error(`“${value}” belongs behind --linux, --mac or --win.`);
      wanted.at(-1)[1].push(value);
    }
    if (wanted.length === 0) wanted.push([Platform.current(), []]);
    if (values.dir) for (const entry of wanted) entry[1] = ['dir'];
    const elsewhere = whyNotHere(wanted);
    if (elsewhere) throw new Error(elsewhere);
    const processors = ['x64', 'arm64'].filter((name) => values[name]);
    return {
      wanted,
      processors: processors.length > 0 ? processors : [process.arch],
      output: values.output && resolve(process.env.INIT_CWD ?? '.', values.output),
      smokeTest: values['smoke-test'],
    };
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

async function main() {
  const { wanted, processors, output, smokeTest } = readArguments();
  const packages = wanted.flatMap(([platform, targets]) =>
    processors.map((processor) => {
      const system = platform.nodeName;
      const engines = enginesFor(system, processor);
      const runtime = runtimeFor(system, processor, engines);
      return { platform, targets, system, processor, engines, runtime };
    }),
  );
  await drawIcons(join(root, 'resources', 'icons'), join(root, 'dist', 'icons'));

  const artifacts = [];
  const applications = [];
  for (const { platform, targets, ...rest } of packages) {
    const { system, processor, engines } = rest;
    const name = `${system} on ${processor}`;
    if (!engines.tensorflow) {
      console.log(`No libtensorflow for ${name} here: ONNX Runtime does the work alone.`);
    }
    if (!engines.onnx) console.log(`No ONNX Runtime for ${name}: TensorFlow does the work alone.`);
    const made = await build({
      projectDir: root,
      targets: new Map([[platform, new Map([[Arch[processor], targets]])]]),
      config: configure({
        ...rest,
        output,
        packed: (one) => applications.push({ ...rest, ...one }),
      }),
    });
    artifacts.push(...made);
    for (const path of made.filter((path) => path.endsWith('.AppImage')))
      applications.push({ ...rest, program: path });
  }

  for (const path of artifacts) console.log(sizeLine(sizeOf(path), path));
  for (const { folder } of applications.filter(({ folder }) => folder)) {
    const { total, largest } = measureFolder(folder, 10);
    console.log(`\n${sizeLine(total, folder)}, of it`);
    for (const { path, size } of largest) console.log(sizeLine(size, path));
  }
  console.log();
  for (const application of applications) await tryOutOne(application, smokeTest);
}

/** @param smokeTest whether it has to be tried, or must not be; undefined: where it can */
async function tryOutOne({ system, processor, program, engines }, smokeTest) {
  const reason =
    smokeTest === false ? 'nobody wants it to be' : await whyNotTried(system, processor, program);
  if (reason !== undefined && !smokeTest) {
    console.log(`Not tried out: ${program}, ${reason}.`);
    return;
  }
  const present = Object.keys(engines).filter((name) => engines[name]);
  const report = await tryOut(program, present);
  console.log(`Tried out in ${report.seconds.toFixed(1)} s: ${program}\n${JSON.stringify(report)}`);
}

main().catch((error) => {
  console.error(error.message);
  if (['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ETIMEDOUT'].includes(error.code)) {
    console.error(
      'Electron or a tool of electron-builder could not be downloaded. ' +
        'ELECTRON_MIRROR and ELECTRON_BUILDER_BINARIES_MIRROR name other servers.',
    );
  }
  process.exitCode = 1;
});
