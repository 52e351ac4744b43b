/** What the dialog for the data folder is told of the folder, and what it tells: its first step takes all of it. */
export interface DataFolderProps {
  readonly folder: string;
  /** Whether the folder to move to is typed; otherwise it is chosen in the system's own way. */
  readonly typed: boolean;
  readonly target: string;
  /** What is wrong with what was typed. */
  readonly problem: string | undefined;
  /** Why the data were not moved. */
  readonly refusal: string | undefined;
  /** A folder that could be had instead of the refused one. */
  readonly within: string | null;
  readonly moved: boolean;
  /** @returns whether the path is on the clipboard */
  oncopy: () => Promise<boolean>;
  ontarget: (text: string) => void;
  onpropose: () => void;
  onwithin: () => void;
}
