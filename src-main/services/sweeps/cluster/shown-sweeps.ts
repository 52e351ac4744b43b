/** `cluster-sweeps.json`: the sweeps on clusters that the window shows. What is known of them lies in their own folders. */
import { z } from 'zod';
import { JsonFile } from '../../../store/files/json-file.ts';

const shownSweep = z.object({
  id: z.string(),
  folder: z.string(),
  /** As the person called it when the sweep began. */
  cluster: z.string(),
});
export type ShownSweep = Readonly<z.infer<typeof shownSweep>>;

const shownSweeps = z.object({
  version: z.literal(1).default(1),
  sweeps: z.array(shownSweep).default([]),
});
export type ShownSweepsFile = JsonFile<z.infer<typeof shownSweeps>>;

/** @throws VerseloomError `file.unreadable` */
export const openShownSweeps = (path: string): Promise<ShownSweepsFile> =>
  JsonFile.open(path, shownSweeps);
