/** Errors of the disk as a person can read them. */
import { VerseloomError } from './errors.ts';

const REASONS: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'there is a file in the place of a folder',
  EISDIR: 'it is a folder',
  EBUSY: 'another program is using the file',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  EFBIG: 'the file is too large for the disk',
  EIO: 'the disk reports an error',
  ELOOP: 'the link leads in a circle',
};

/** @returns `file.notFound` {path} or `file.unreadable` {path, reason, errno} for an error of the file system; others unchanged. */
export function unreadable(path: string, error: unknown): unknown {
  const errno = errnoOf(error);
  if (errno === undefined) return error;
  if (errno === 'ENOENT') return new VerseloomError('file.notFound', { path }, { cause: error });
  return new VerseloomError(
    'file.unreadable',
    { path, reason: reasonOf(errno), errno },
    { cause: error },
  );
}

/** @returns `file.unwritable` {path, reason, errno} for an error of the file system; others unchanged. */
export function unwritable(path: string, error: unknown): unknown {
  const errno = errnoOf(error);
  if (errno === undefined) return error;
  return new VerseloomError(
    'file.unwritable',
    { path, reason: reasonOf(errno), errno },
    { cause: error },
  );
}

/** @returns `ENOSPC` and the like, for an error that the file system reports. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error instanceof VerseloomError || !('code' in error))
    return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** @returns an error of the system in words; one that is not foreseen keeps its code, which the sentences leave out */
export const reasonOf = (errno: string) => REASONS[errno] ?? `the system reports ${errno}`;
