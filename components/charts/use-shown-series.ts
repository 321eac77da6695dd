import { useCallback, useState } from "react";

/** Which series of a chart are drawn, and the one whose row the pointer is on. */
export type ShownSeries = {
  readonly isolated: string | null;
  readonly isShown: (id: string) => boolean;
  readonly isExcluded: (id: string) => boolean;
  /** Shows only this series, or all again. */
  readonly isolate: (id: string) => void;
  /** Hides this series, or shows it again. */
  readonly exclude: (id: string) => void;
  /** The place of the hovered series. */
  readonly hovered: number | null;
  readonly hover: (place: number | null) => void;
};

export function useShownSeries(): ShownSeries {
  const [isolated, setIsolated] = useState<string | null>(null);
  const [excluded, setExcluded] = useState<readonly string[]>([]);
  const [hovered, hover] = useState<number | null>(null);
  // The same function for as long as the choice is the same: the plot is drawn again only when it changes.
  const isShown = useCallback(
    (id: string) => (isolated === null ? !excluded.includes(id) : isolated === id),
    [isolated, excluded],
  );
  return {
    isolated,
    isShown,
    isExcluded: (id) => excluded.includes(id),
    isolate: (id) => setIsolated((current) => (current === id ? null : id)),
    exclude: (id) => {
      setIsolated(null);
      setExcluded((current) =>
        current.includes(id) ? current.filter((one) => one !== id) : [...current, id],
      );
    },
    hovered,
    hover,
  };
}
