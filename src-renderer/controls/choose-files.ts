/** Which files the system's dialog offers. */
export interface Choice {
  /** File name endings, as the attribute takes them; all files where there are none. */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** A folder with all that is in it, in the place of files. */
  readonly folder?: boolean;
}

/**
 * Opens the system's dialog for files; a browser allows that only after a click or a key.
 * @returns what was chosen; nothing when the dialog was left
 */
export function chooseFiles({
  accept = '',
  multiple = false,
  folder = false,
}: Choice): Promise<File[]> {
  const input = document.createElement('input');
  Object.assign(input, { type: 'file', accept, multiple, webkitdirectory: folder, hidden: true });
  return new Promise((resolve) => {
    const end = (): void => {
      input.remove();
      resolve([...(input.files ?? [])]);
    };
    input.addEventListener('change', end);
    input.addEventListener('cancel', end);
    document.body.append(input); // not every browser tells one that is nowhere
    input.click();
  });
}
