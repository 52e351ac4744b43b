/** A modal dialog: it is open as long as it is there, and tells once, and at once, that it was closed, in whatever way. */

export class Modal {
  #dialog: HTMLDialogElement | undefined;
  #isClosed = false;
  readonly #onclose: () => void;

  constructor(onclose: () => void) {
    this.#onclose = onclose;
  }

  /** An attachment of the dialog. */
  readonly show = (dialog: HTMLDialogElement): void => {
    this.#dialog = dialog;
    dialog.showModal();
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.close();
    });
    dialog.addEventListener('close', () => this.close());
    ignoreSecondClick(dialog);
  };

  /** The event `close` alone would come as a task of its own, when the dialog may have been asked for again. */
  readonly close = (): void => {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#dialog?.close();
    this.#onclose();
  };
}

/** The second click of a pair that opened the dialog with its first is meant for what lies below: it marks no words here and presses no button. */
function ignoreSecondClick(dialog: HTMLDialogElement): void {
  let isOwn = false;
  const hear = (event: MouseEvent): void => {
    if (event.detail <= 1) isOwn = true;
    if (isOwn) return;
    event.preventDefault();
    event.stopPropagation();
  };
  dialog.addEventListener('mousedown', hear, true);
  dialog.addEventListener('click', hear, true);
}
