/** A piece of writing that is asked of a model. */
import { z } from 'zod';

export const MAX_WRITING_LENGTH = 20_000;

export const writingRequest = z.object({
  /** Made by the caller; names the piece in `writing` events and in `writing.cancel`. */
  id: z.string().min(1).max(64),
  modelId: z.string(),
  prefix: z.string().max(10_000),
  /** Characters to add to the prefix. */
  length: z.int().min(1).max(MAX_WRITING_LENGTH),
  /** 0 is the book's greedy choice; otherwise softmax(logits / temperature). */
  temperature: z.number().min(0).max(10),
  seed: z.int().min(0).max(4_294_967_295),
});
export type WritingRequest = z.infer<typeof writingRequest>;

export const writingResult = z.object({
  prefix: z.string(),
  continuation: z.string(),
  /** Prefix characters that the vocabulary does not have, and so were left out, each once. */
  leftOut: z.array(z.string()),
  cancelled: z.boolean(),
  charactersPerSecond: z.number(),
});
export type WritingResult = z.infer<typeof writingResult>;
