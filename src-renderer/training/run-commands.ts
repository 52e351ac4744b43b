/** What one can ask of a run from the bar above it, and what it takes. */
export interface RunCommands {
  /** The command that is on its way. */
  pending: string | null;
  /** The form that the start button submits. */
  formId: string;
  /** The element that tells what a run comes to, or what keeps it from being started. */
  workId: string;
  /** There is a corpus to train on, and an engine. */
  canStart: boolean;
  /** How much of its text a new run would learn; empty where that is all of it. */
  share: string;
  /** What a saved run at rest can do: go on at once, or when it is told how long. */
  goOn: 'now' | 'asks' | null;
  onpause: () => void;
  onresume: () => void;
  onstop: () => void;
  onsave: () => void;
  ondiscard: () => void;
  ongoon: () => void;
}
