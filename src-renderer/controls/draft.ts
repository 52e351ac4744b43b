/** A name that is edited where it stands. */
export interface Draft {
  readonly text: string;
  /** Something was typed already. */
  readonly isBegun: boolean;
}
