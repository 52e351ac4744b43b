// Says which packages can be built on which system, before anything is built.

const systems = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

// Linux: Windows keeps neither links nor what may be executed. macOS: signing, even without a name, and disk images are its
// own programs' work. Windows: the installer is made by running it, and the Visual C++ runtime comes from Visual Studio.
const builders = [
  { system: 'linux', targets: ['AppImage', 'deb', 'dir'], on: ['linux', 'darwin'] },
  { system: 'darwin', targets: ['dmg', 'zip', 'dir'], on: ['darwin'] },
  { system: 'win32', targets: ['nsis'], on: ['win32'] },
  {
    system: 'win32',
    targets: ['zip', 'dir'],
    on: ['linux', 'darwin', 'win32'],
    note: 'VCToolsRedistDir',
  },
];

/**
 * @param wanted `[[platform of electron-builder, target names]]`; without names, those that the yml lists
 * @param host the system that this is
 * @returns why not everything can be built here, with a table of what can be built where; undefined where it can
 */
export function whyNotHere(wanted, host = process.platform) {
  for (const [{ nodeName: system }, targets] of wanted) {
    const ours = builders.filter((builder) => builder.system === system);
    const isKnown = (name) => ours.some(({ targets }) => has(targets, name));
    // What the table does not know takes what the first of its system takes.
    const asked = targets.length > 0 ? targets : [ours[0].targets[0]];
    for (const name of asked) {
      const { on } = ours.find(({ targets }) => has(targets, name) || !isKnown(name));
      if (on.includes(host)) continue;
      const places = on.map((system) => systems[system]).join(' or ');
      return `${name} for ${systems[system]} is built on ${places}, and this is ${systems[host] ?? host}.\n\n${table()}`;
    }
  }
  return undefined;
}

/** What can be built where, in lines. */
export function table() {
  const rows = builders.map(({ system, targets, on, note }) => [
    `${systems[system]}: ${targets.join(', ')}`,
    ...Object.keys(systems).map((host) => {
      if (!on.includes(host)) return 'no';
      return note && host !== system ? `with ${note}` : 'yes';
    }),
  ]);
  rows.unshift(['', ...Object.values(systems).map((name) => `on ${name}`)]);
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const has = (targets, name) =>
  targets.some((target) => target.toLowerCase() === name.toLowerCase());
