/** What graphics drivers this machine has, found out from files alone: nothing of them is loaded. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { platform, release } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where Vulkan's loader looks for drivers on Linux: https://vulkan.lunarg.com/doc/sdk/latest/linux/LoaderDriverInterface.html */
const PLACES = ['/usr/share', '/usr/local/share', '/etc', '/usr/local/etc'];
const NAMED = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES'];

/**
 * @returns a word that is another one when an adapter or a driver is: of Linux by the adapters, the kernel and the files of Vulkan's
 * drivers, of Windows by the drivers that are installed, of macOS by the system, which they are a part of
 */
export async function driverOf(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const facts = [platform(), release(), ...(await (sources[platform()] ?? none)(env))];
  return createHash('sha256').update(facts.join('\n')).digest('hex').slice(0, 16);
}

type Source = (env: NodeJS.ProcessEnv) => Promise<string[]>;

const none: Source = async () => [];
const sources: Partial<Record<NodeJS.Platform, Source>> = {
  linux: async (env) => {
    const named = NAMED.flatMap((name) => env[name]?.split(delimiter) ?? []);
    const folders = PLACES.map((place) => join(place, 'vulkan', 'icd.d'));
    const found = await Promise.all(folders.map(filesIn));
    const files = [...named, ...found.flat()];
    return [
      ...(await Promise.all(files.map(stateOf))),
      await text('/proc/driver/nvidia/version'),
      ...(await adapters('/sys/class/drm')),
    ];
  },
  win32: async ({ SystemRoot = 'C:\\Windows' }) => {
    const drivers = join(SystemRoot, 'System32', 'DriverStore', 'FileRepository');
    return [await stateOf(drivers)]; // it changes with every driver that is put in or taken out
  },
};

/** @returns vendor and device of each card */
async function adapters(folder: string): Promise<string[]> {
  const cards = (await filesIn(folder)).filter((path) => /card\d+$/.test(path));
  const ids = cards.flatMap((card) => ['vendor', 'device'].map((id) => join(card, 'device', id)));
  return Promise.all(ids.map(text));
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).sort().map((name) => join(folder, name));

const stateOf = (path: string): Promise<string> =>
  stat(path).then(
    ({ size, mtimeMs }) => `${path} ${size} ${mtimeMs}`,
    () => `${path} -`,
  );

const text = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
