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
  /** A run of the queue is being edited in the form: that is what goes back to it. */
  isEditing: boolean;
  /** Puts the run of the form into the queue. */
  onqueue: () => void;
  /** Asks what several runs of the form are to differ in. */
  onsweep: () => void;
  /** Asks what is to be changed of the run under way. */
  onchange: () => void;
  onpause: () => void;
  onresume: () => void;
  onstop: () => void;
  onsave: () => void;
  ondiscard: () => void;
  ongoon: () => void;
}
