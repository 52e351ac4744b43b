/** One entry of a menu. */
import type { Component } from 'svelte';

export interface Action {
  readonly label: string;
  readonly Icon: Component<{ size?: number; strokeWidth?: number }>;
  /** Begins a new group. */
  readonly apart?: boolean;
  readonly run: () => void;
}
