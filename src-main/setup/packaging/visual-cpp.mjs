// Finds Microsoft's Visual C++ runtime for a package for Windows: without a current one, no engine would start there.
//
// ONNX Runtime links to it and does not bring it along. Its libraries may be passed on, and lie where Visual Studio or its build
// tools are installed, in `VC\Redist\MSVC\<version>\<processor>\Microsoft.VC14x.CRT`; `VCToolsRedistDir`, which Visual Studio's
// own prompts set, names the folder of a version, also on another system.

import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readImports } from './windows-imports.mjs';

const RUNTIME = /^(concrt|msvcp|vcamp|vccorlib|vcomp|vcruntime)\d.*\.dll$/i;
const CRT = /^Microsoft\.VC14\d\.CRT$/i;
const VERSION = /^14\.\d+(\.\d+)*$/;

/**
 * @param binaries paths of what is packed and links to it
 * @param processor `x64` or `arm64`
 * @returns the paths of the libraries that they need, those that these need in turn included
 * @throws Error that names what is missing
 */
export function findVisualCpp(binaries, processor, env = process.env) {
  const linked = binaries.map(readImports);
  const built = linked.map(({ linker }) => linker).reduce((a, b) => (isOlder(a, b) ? b : a));
  const wanted = linked.flatMap(({ names }) => names.filter((name) => RUNTIME.test(name)));
  const folder = findFolder(processor, env);
  if (!folder) throw missing(processor, new Set(wanted), 'No folder of it was found.');
  const version = versionOf(folder);
  if (version && isOlder(version, built)) {
    const reason = `${folder} is older than ${built.join('.')}, which they were built with.`;
    throw missing(processor, new Set(wanted), reason);
  }
  const there = new Map(
    readdirSync(folder).map((name) => [name.toLowerCase(), join(folder, name)]),
  );
  const found = new Map();
  const absent = new Set();
  for (const name of wanted) {
    const key = name.toLowerCase();
    const path = there.get(key);
    if (!path) absent.add(name);
    if (!path || found.has(key)) continue;
    found.set(key, path);
    wanted.push(...readImports(path).names.filter((name) => RUNTIME.test(name)));
  }
  if (absent.size > 0) throw missing(processor, absent, `${folder} does not have it all.`);
  return [...found.values()].sort();
}

/** Puts the libraries into `folder`, where the system looks for them first, and their licence into `licences`. */
export function addVisualCpp(paths, folder, licences) {
  for (const path of paths) copyFileSync(path, join(folder, basename(path)));
  writeFileSync(
    join(licences, 'visual-cpp-runtime.md'),
    `# Microsoft Visual C++ runtime

The application contains these libraries of the Microsoft Visual C++ runtime as they are:
${paths.map((path) => `\n- ${basename(path)}`).join('')}

Copyright © Microsoft Corporation. All rights reserved. They are “Distributable Code” under the Microsoft Software License Terms
for Visual Studio: https://visualstudio.microsoft.com/license-terms/, listed at
https://learn.microsoft.com/visualstudio/releases/2022/redistribution#visual-c-runtime-files.
`,
  );
}

function missing(processor, names, reason) {
  return new Error(
    `The package for Windows on ${processor} needs the Visual C++ runtime beside ONNX Runtime: ${[...names].join(', ')}. ` +
      `${reason} Install Visual Studio 2022 or its build tools with “Desktop development with C++”, or let VCToolsRedistDir ` +
      String.raw`name the folder VC\Redist\MSVC\<version> of one.`,
  );
}

/** The folder with the libraries, of the newest version that is installed. */
function findFolder(processor, env) {
  if (env.VCToolsRedistDir) return crtIn(join(env.VCToolsRedistDir, processor));
  return [env.ProgramFiles, env['ProgramFiles(x86)']]
    .filter(Boolean)
    .flatMap((programs) => inside(join(programs, 'Microsoft Visual Studio'))) // years
    .flatMap(inside) // editions
    .flatMap((edition) => inside(join(edition, 'VC', 'Redist', 'MSVC')))
    .filter((folder) => VERSION.test(basename(folder)))
    .sort((a, b) => basename(b).localeCompare(basename(a), 'en', { numeric: true }))
    .map((version) => crtIn(join(version, processor)))
    .find(Boolean);
}

function crtIn(folder) {
  return inside(folder).find((path) => CRT.test(basename(path)));
}

function inside(folder) {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

/** As `[major, minor]`; undefined where the path does not say. */
function versionOf(folder) {
  const name = folder.split(/[\\/]/).findLast((part) => VERSION.test(part));
  return name?.split('.').slice(0, 2).map(Number);
}

function isOlder([major, minor], [otherMajor, otherMinor]) {
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
