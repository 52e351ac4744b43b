/** Where a long piece of work lets itself be held or stopped: a training run between two steps, a shuffle between two slices. */

/** It holds the work while it is paused, and tells whether to go on. */
export type Gate = () => Promise<'go' | 'stop'>;
