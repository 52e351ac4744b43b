// Reads from a Windows program or library what else it loads, and how new the compiler's runtime has to be.

import { readFileSync } from 'node:fs';

// Offsets are those of Microsoft's "PE Format".
const NEW_HEADER = 0x3c;
const COFF_SIZE = 24; // with the signature before it
const SECTION_SIZE = 40;
const DIRECTORIES = { 0x10b: 96, 0x20b: 112 }; // within the optional header of 32 and of 64 bits
const IMPORTS = { directory: 1, size: 20, name: 12 };
const DELAYED_IMPORTS = { directory: 13, size: 32, name: 4 };

/** @returns `{ names, linker }`: the libraries that it asks for by name, and its linker's version as `[major, minor]` */
export function readImports(path) {
  const bytes = readFileSync(path);
  const at = bytes.readUInt32LE(NEW_HEADER);
  const directories = DIRECTORIES[bytes.readUInt16LE(at + COFF_SIZE)];
  if (bytes.toString('latin1', at, at + 4) !== 'PE\0\0' || !directories)
    throw new Error(`${path} is no program of Windows.`);
  const sections = at + COFF_SIZE + bytes.readUInt16LE(at + 20);
  const count = bytes.readUInt16LE(at + 6);

  /** Where in the file lies what is loaded at an address. */
  const place = (address) => {
    for (let i = 0; i < count; i++) {
      const section = sections + i * SECTION_SIZE;
      const inside = address - bytes.readUInt32LE(section + 12);
      if (inside >= 0 && inside < bytes.readUInt32LE(section + 16))
        return bytes.readUInt32LE(section + 20) + inside;
    }
    throw new Error(`${path} is damaged.`);
  };
  const namesIn = ({ directory, size, name }) => {
    const address = bytes.readUInt32LE(at + COFF_SIZE + directories + 8 * directory);
    const names = [];
    for (let entry = address && place(address); entry; entry += size) {
      const named = bytes.readUInt32LE(entry + name);
      if (named === 0) break;
      const start = place(named);
      names.push(bytes.toString('latin1', start, bytes.indexOf(0, start)));
    }
    return names;
  };
  return {
    names: [...namesIn(IMPORTS), ...namesIn(DELAYED_IMPORTS)],
    linker: [bytes[at + COFF_SIZE + 2], bytes[at + COFF_SIZE + 3]],
  };
}
