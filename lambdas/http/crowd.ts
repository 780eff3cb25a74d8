/** Counts the requests that a process has at work, and lets no more in than it can serve. */

export interface Crowd {
  /** To be called once when the request is answered; null: there is no room for it. */
  enter(): (() => void) | null;
}

/** @param most requests at work at the same time, 1 or more */
export function crowd(most: number): Crowd {
  let inside = 0;
  return {
    enter() {
      if (inside >= most) return null;
      inside++;
      return () => void inside--;
    },
  };
}
