/** The workflow that makes the packages: what it does on each system, with the README's commands and nobody else's programs. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const clone = join(import.meta.dirname, '..', '..', '..');
const folder = join(clone, '.github', 'workflows');
const { resolve } = createRequire(import.meta.url);
/** The parser that electron-builder reads its own file with. */
const { load } = createRequire(resolve('app-builder-lib'))('js-yaml') as {
  load(text: string): unknown;
};

const variables = z.record(z.string(), z.union([z.string(), z.number()])).default({});
const step = z.strictObject({
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).default({}),
  run: z.string().optional(),
  env: variables,
});
type Step = z.infer<typeof step>;
const job = z.looseObject({
  'timeout-minutes': z.number().optional(),
  if: z.string().optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  env: variables,
  steps: z.array(step),
});
const workflow = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z
    .object({
      packages: job.extend({
        strategy: z
          .object({
            matrix: z.object({ include: z.array(z.object({ system: z.string() })) }).loose(),
          })
          .loose(),
      }),
      release: job.extend({ needs: z.literal('packages') }),
    })
    .strict(),
});

let parsed: z.infer<typeof workflow>;
let steps: Step[];
let readmes: string[];

beforeAll(async () => {
  expect(await readdir(folder)).toEqual(['packages.yml']);
  parsed = workflow.parse(load(await readFile(join(folder, 'packages.yml'), 'utf8')));
  steps = [...parsed.jobs.packages.steps, ...parsed.jobs.release.steps];
  const names = ['README.md', 'README.zh-CN.md'];
  readmes = await Promise.all(names.map((name) => readFile(join(clone, name), 'utf8')));
});

/** @returns what a README shows as commands: its code between back ticks, and the lines of its code blocks without their comments */
function commandsOf(readme: string): Set<string> {
  const blocks = [...readme.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, code]) =>
    code!.split('\n'),
  );
  const spans = [...readme.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
  return new Set([...blocks.map((line) => line.replace(/\s+#\s.*$/, '')), ...spans]);
}

describe('every command', () => {
  it('is one that both READMEs have', () => {
    const commands = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    expect(commands.length).toBeGreaterThan(7);
    for (const readme of readmes)
      expect(commands.filter((command) => !commandsOf(readme).has(command))).toEqual([]);
  });

  it('that is not its own is of an action whose very version is named', () => {
    const actions = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(actions.length).toBeGreaterThan(3);
    for (const action of actions) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
  });

  /** What actionlint needs is Go, which not every machine has; the workflow runs it on itself. */
  const actionlint = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'actionlint'))
    .find((path) => existsSync(path));
  it.skipIf(!actionlint)(actionlint ? 'pleases actionlint' : 'skipped: no actionlint', async () => {
    const { stdout } = await promisify(execFile)(actionlint!, { cwd: clone });
    expect(stdout).toBe('');
  });
});

describe.each(['Linux', 'macOS', 'Windows'])('on %s', (system) => {
  let own: Step[];
  beforeAll(() => {
    const { strategy, steps } = parsed.jobs.packages;
    expect(strategy.matrix.include.map(({ system }) => system)).toContain(system);
    own = steps.filter((step) => {
      const [, operator, name] = /^runner\.os (==|!=) '(\w+)'$/.exec(step.if ?? '') ?? [];
      if (step.if !== undefined) expect(name, step.if).toBeDefined();
      return name === undefined || (name === system) === (operator === '==');
    });
  });

  it('it gets the real Electron, tests with it, packs, and tries out what it has packed', () => {
    const ours = own.flatMap(({ run }) => (/^(xvfb-run -a )?np[mx] /.test(run ?? '') ? [run] : []));
    expect(ours).toEqual([
      'npm ci',
      'npx install-electron',
      system === 'Linux' ? 'xvfb-run -a npm test -- all' : 'npm test -- all',
      'npm run dist -- --smoke-test',
    ]);
    expect(parsed.jobs.packages.env).toEqual({ VERSELOOM_REQUIRE_ELECTRON: 1 });
  });

  it('it keeps every package that is made there', async () => {
    const builder = await readFile(join(clone, 'electron-builder.yml'), 'utf8');
    const section = { Linux: 'linux', macOS: 'mac', Windows: 'win' }[system]!;
    const { target } = (load(builder) as Record<string, { target: string[] }>)[section]!;
    const kept = own.find(({ uses }) => uses?.startsWith('actions/upload-artifact'))!.with['path'];
    for (const name of target)
      expect(kept).toContain(`dist/packages/*.${name === 'nsis' ? 'exe' : name}\n`);
  });

  it('it signs with secrets that are named as the variables in the READMEs, and its own alone', () => {
    const given = Object.assign({}, ...own.map(({ env }) => env)) as Record<string, string>;
    const names = Object.keys(given);
    const prefix = { Linux: /^$/, macOS: /^(CSC|APPLE)_/, Windows: /^WIN_CSC_/ }[system]!;
    expect(names.length).toBe({ Linux: 0, macOS: 5, Windows: 2 }[system]);
    for (const name of names) {
      expect(name).toMatch(prefix);
      expect(given[name]).toBe(`\${{ secrets.${name} }}`);
      for (const readme of readmes) expect(readme).toContain(`\`${name}\``);
    }
  });
});

it('drafts a release on a tag, and may write nothing but that', () => {
  const { packages, release } = parsed.jobs;
  expect(parsed.permissions).toEqual({ contents: 'read' });
  expect(packages.permissions).toBeUndefined();
  expect(release.permissions).toEqual({ contents: 'write' });
  expect(release.if).toBe("github.ref_type == 'tag'");
  expect(release.steps.at(-1)!.run).toMatch(/^gh release create .* --draft .*packages\/\*$/);
});
