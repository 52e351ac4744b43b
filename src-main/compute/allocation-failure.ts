/** Whether an error says that memory could not be had: each library has words of its own for it. */

const WORDS =
  /bad.?alloc|failed to allocate memory|out of memory|OOM when allocating|resource.?exhausted|Array buffer allocation failed|ERR_MEMORY_ALLOCATION_FAILED/i;

export const isAllocationFailure = (error: unknown): boolean =>
  error instanceof Error && WORDS.test(error.message);
