/** Which view is open; it stands in the address, so that a reload stays where it was. */
export const viewNames = ['corpus', 'train', 'write', 'models', 'compare', 'settings'] as const;
export type ViewName = (typeof viewNames)[number];

/** Views with a place in the rail, in its order; any other is reached from one of them. */
export const places = ['corpus', 'train', 'write', 'models', 'settings'] as const;
export type Place = (typeof places)[number];

export const placeOf = (view: ViewName): Place => (view === 'compare' ? 'models' : view);

export class Navigation {
  view = $state<ViewName>(viewOf(window.location.hash) ?? 'corpus');
  /** Whether a view was chosen: by the address, by a person, or as the one to begin with. */
  isBegun = $state(viewOf(window.location.hash) !== undefined);
  /** The open view has the window to itself, until one goes anywhere. */
  alone = $state(false);
  /** Rises whenever the application itself changes the view; the focus then follows. */
  moves = $state(0);
  /** The id of the control that the focus goes to with the last move; without one, the view's heading has it. */
  focus: string | undefined;
  /** Whether the last move leaves the focus alone where a person has taken it on from the beginning of the view. */
  isOffer = false;

  constructor() {
    window.addEventListener('hashchange', () => {
      const view = viewOf(window.location.hash);
      this.begin(view);
      if (view !== undefined && view !== this.view) this.alone = false;
      this.view = view ?? this.view;
    });
  }

  /** Opens the view to begin with, unless there is one by now; the focus stays where it is. */
  begin(view: ViewName | undefined): void {
    if (this.isBegun || !view) return;
    this.view = view;
    this.isBegun = true;
  }

  go(view: ViewName, focus?: string): void {
    this.view = view;
    this.isBegun = true;
    this.alone = false;
    this.#move(focus, false);
    window.location.hash = addressOf(view);
  }

  /** Leads to a control of the view that is open, unless the person has gone on to another one by now. */
  offer(focus: string): void {
    this.#move(focus, true);
  }

  #move(focus: string | undefined, isOffer: boolean): void {
    this.focus = focus;
    this.isOffer = isOffer;
    this.moves += 1;
  }

  /** Leads to the first of the fields that are at fault, on the view that has them. @returns whether there is one */
  toFault(view: ViewName, [field]: readonly string[]): boolean {
    if (field === undefined) return false;
    this.go(view, fieldId(view, field));
    return true;
  }
}

/** The element of a field on a view. */
export const fieldId = (view: ViewName, field: string): string => `${view}-${field}`;

export const addressOf = (view: ViewName): string => `#/${view}`;

function viewOf(hash: string): ViewName | undefined {
  return viewNames.find((name) => addressOf(name) === hash);
}
