// Gathers the licences of the npm packages that are packed whole; those of what is bundled, Vite has gathered.

import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listPackage } from '@electron/asar';

/** Writes a file with the licences of all packages in the archive, whose own copies may leave them out. */
export function writePackageLicences(root, archive, file) {
  const sections = listPackage(archive, { isPack: false })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\/node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(path))
    .sort()
    .map((path) => toSection(root, join(root, path)));
  writeFileSync(
    file,
    `# Packages\n\nThe application contains these packages as their makers publish them.\n${sections.join('')}`,
  );
}

function toSection(root, manifest) {
  const { name, version, license } = JSON.parse(readFileSync(manifest, 'utf8'));
  const folder = dirname(manifest);
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  return `\n## ${name} - ${version} (${license})\n\n${texts.join('\n\n') || elsewhere(root, name)}\n`;
}

/** Some leave the text out of their packages; those lie in resources/licences, under what their packages' names begin with. */
function elsewhere(root, name) {
  const file = readdirSync(join(root, 'resources', 'licences')).find(
    (file) => file.endsWith('.LICENSE.txt') && name.replace('@', '').startsWith(file.split('.')[0]),
  );
  if (!file) throw new Error(`${name} has no text of its licence: put it into resources/licences.`);
  return `See ${file} beside this file.`;
}
