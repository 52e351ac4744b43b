/**
 * Opens the system's dialog for files; a browser allows that only after a click or a key.
 * @param accept file name endings, as the attribute takes them
 * @returns what was chosen; nothing when the dialog was left
 */
export function chooseFiles(accept: string, multiple = false): Promise<File[]> {
  const input = document.createElement('input');
  Object.assign(input, { type: 'file', accept, multiple, hidden: true });
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
