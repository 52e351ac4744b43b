/** Where there is memory to write while a run is under way: in a process of its own, or else in that of the run. */
import type { EngineName } from '../../contract/engine.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { openModelMemory, writingMemory } from '../../core/memory.ts';
import { gigabytes } from '../training/memory.ts';
import type { WritingModel } from './models-of-process.ts';

export interface Room {
  readonly engine: EngineName;
  /** Bytes that nobody has, and that the run will not take. */
  readonly available: number;
  /** What the process of its own has: none where it is not there. */
  readonly own: 'none' | 'process' | 'model';
  /** Whether the process of the run has the model open. */
  readonly isShared: boolean;
}

/** @throws VerseloomError `writing.tooMuchMemory` where there is room in neither */
export function placeToWrite({ manifest, model }: WritingModel, room: Room): 'own' | 'shared' {
  const { engine, available, own, isShared } = room;
  const shape = { ...model.architecture, characters: manifest.corpus.learntCharacters };
  const opening = openModelMemory(engine, shape);
  const needed = { none: writingMemory(engine, shape), process: opening, model: 0 }[own];
  if (needed <= available) return 'own';
  if (isShared || opening <= available) return 'shared';
  const facts = { needed: gigabytes(opening), available: gigabytes(Math.max(0, available)) };
  throw new VerseloomError('writing.tooMuchMemory', facts);
}
