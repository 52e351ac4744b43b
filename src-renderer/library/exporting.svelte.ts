/** The question as what a model is exported; the last answer is the next suggestion. */
import type { ExportKind, ModelInfo } from '../../src-main/contract/model.ts';
import type { ExportChoice } from './models.svelte.ts';

export class Exporting {
  /** The one that is asked about. */
  model = $state.raw<ModelInfo | null>(null);
  kind = $state<ExportKind>('verse');
  withText = $state(true);
  readonly choice: ExportChoice = $derived({
    kind: this.kind,
    withText: this.withText && (this.model?.hasText ?? true),
  });

  ask(model: ModelInfo): void {
    this.model = model;
  }

  choose(choice: Partial<ExportChoice>): void {
    if (choice.kind) this.kind = choice.kind;
    if (choice.withText !== undefined) this.withText = choice.withText;
  }

  close(): void {
    this.model = null;
  }
}
