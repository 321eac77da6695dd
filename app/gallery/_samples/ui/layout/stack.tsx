import type { ReactNode } from "react";
import { Sample } from "@/app/gallery/_components/sample";
import { Columns, Row, Stack } from "@/components/ui/layout/stack";

const gaps = ["tight", "normal", "roomy"] as const;
const grids = [2, 3, "sidebar"] as const;

export function StackSamples() {
  return (
    <>
      {gaps.map((gap) => (
        <Sample key={gap} state={`Stack and row, ${gap}`}>
          <Stack gap={gap}>
            <Block>Stack</Block>
            <Row gap={gap}>
              <Block>Row</Block>
              <Block>Row</Block>
            </Row>
          </Stack>
        </Sample>
      ))}
      {grids.map((grid) => (
        <Sample key={grid} state={`Columns, ${grid}`}>
          <Columns of={grid}>
            <Block>First</Block>
            <Block>Second</Block>
            {grid === 3 ? <Block>Third</Block> : null}
          </Columns>
        </Sample>
      ))}
    </>
  );
}

function Block({ children }: { readonly children: ReactNode }) {
  return <div className="rounded-md border border-line bg-surface-sunken p-3">{children}</div>;
}
