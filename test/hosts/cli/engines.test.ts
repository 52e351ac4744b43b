/** `engines`: what this machine has, and what comes of trying the graphics processor where there is none. */
import { beforeEach, expect, it } from 'vitest';
import { isPresent } from '../../engines/on-each-engine.ts';
import { useNoGraphics } from '../../engines/software-graphics.ts';
import { Desk, lyrics, small } from './verseloom.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.set();
  return () => desk.clear();
});

it.runIf(process.platform === 'linux')(
  'lists them, tries the graphics processor, and remembers what came of it',
  { tags: ['long'] },
  async () => {
    useNoGraphics();
    const before = await desk.run(['engines']);
    expect(before.stdout).toMatch(/^onnx +ONNX Runtime +\d/m);
    expect(/^tensorflow /m.test(before.stdout)).toBe(isPresent('tensorflow'));
    expect(before.stdout).not.toContain('webgpu');
    expect(before.stderr).toContain('engines --try');

    const tried = await desk.run(['engines', '--try']);
    expect(tried.stderr).toContain('There is none that can be used.');
    const [found] = await desk.runJson(['engines']);
    expect(found).toMatchObject({ graphics: { outcome: 'absent', furthest: null } });

    await desk.put('song.txt', lyrics);
    const refused = await desk.run(['train', 'song.txt', ...small, '--engine', 'webgpu']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('Try it with the command “engines --try”');
    expect(refused.stderr).toContain('--engine');
    const { stdout: help } = await desk.run(['train', '--help']);
    expect(help.replace(/\s+/g, ' ')).toContain(
      'webgpu is the graphics processor, on computers where “engines” lists it',
    );
  },
);
