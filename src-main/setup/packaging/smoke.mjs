// Tries out what was packed, where it can be started: the application tests itself, see src-main/hosts/electron/smoke-test/smoke-test.ts.

import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { hasDisplay } from '../electron.mjs';
import { run, tail } from '../processes.mjs';

const LIMIT = 300; // s; it gives up by itself after 180

/** Why what is packed for a system and processor cannot be started here, as half a sentence; undefined where nothing speaks against it. */
export async function whyNotTried(system, processor, program, where = process) {
  const { platform, arch, env, getuid } = where;
  if (system !== platform || processor !== arch) return `it is for ${system} on ${processor}`;
  if (!hasDisplay(where) && !findXvfb(where)) {
    return platform === 'linux'
      ? 'there is no display, and no xvfb-run to make one'
      : 'nobody sits at this machine';
  }
  if (platform !== 'linux') return undefined;
  if (getuid() === 0) return "Chromium's sandbox does not start for root";
  if (hasSandboxHelper(program)) return undefined;
  // As an AppImage's own launcher finds out.
  const { code } = await run('unshare', ['-Ur', 'true'], { env });
  return code === 0
    ? undefined
    : "this system forbids user namespaces, which Chromium's sandbox needs";
}

/**
 * Starts a packed application for its smoke test.
 *
 * @param program its path
 * @param engines names of those that are in it
 * @returns its report
 * @throws Error with what it said when it did not pass
 */
export async function tryOut(program, engines, where = process) {
  const temporary = mkdtempSync(join(tmpdir(), 'verseloom-dist-'));
  const screen = hasDisplay(where) ? undefined : findXvfb(where);
  const [command, args] = screen ? [screen, ['-a', program]] : [program, []];
  const { code, output } = await run(command, [...args, '--smoke-test'], {
    seconds: LIMIT,
    env: {
      ...where.env,
      ...{ TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      // An AppImage mounts itself where the system lets it, and unpacks itself otherwise.
      ...(!existsSync('/dev/fuse') && { APPIMAGE_EXTRACT_AND_RUN: '1' }),
    },
  });
  rmSync(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  const line = output.split(/\r?\n/).find((line) => line.startsWith('{"smokeTest"'));
  const report = line && JSON.parse(line);
  const missing = engines.filter((name) => !report?.engines.some((engine) => engine.name === name));
  if (code === 0 && report?.smokeTest === 'passed' && missing.length === 0) return report;
  const why =
    report?.failed ?? (missing.length > 0 && report ? `without ${missing.join()}` : `code ${code}`);
  throw new Error(`${program} does not pass its smoke test (${why}).\n${tail(output)}`);
}

function findXvfb({ platform, env }) {
  if (platform !== 'linux') return undefined;
  const folders = (env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'xvfb-run')).find((path) => existsSync(path));
}

/** Chromium's way around user namespaces: its helper, owned by root and started as root. */
function hasSandboxHelper(program) {
  const helper = join(dirname(program), 'chrome-sandbox');
  if (!existsSync(helper)) return false;
  const { uid, mode } = statSync(helper);
  return uid === 0 && (mode & 0o4000) !== 0;
}
