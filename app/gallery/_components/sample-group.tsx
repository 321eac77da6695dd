import type { ComponentType } from "react";
import { Stack } from "@/components/ui/layout/stack";

type SampleGroupProps = {
  /** "ui/actions" */
  readonly folder: string;
  /** Files of the folder, with their samples. */
  readonly samples: readonly (readonly [file: string, Samples: ComponentType])[];
};

/** The components of one folder. */
export function SampleGroup({ folder, samples }: SampleGroupProps) {
  return (
    <section id={folder} aria-labelledby={`${folder}-heading`} className="border-t border-line pt-6">
      <Stack>
        <h2 id={`${folder}-heading`} className="text-xl font-semibold tracking-tight">
          {folder}
        </h2>
        {samples.map(([file, Samples]) => (
          <section
            key={file}
            id={file}
            aria-labelledby={`${file}-heading`}
            className="min-w-0 rounded-lg border border-line p-4"
          >
            <Stack>
              <h3 id={`${file}-heading`} className="font-mono text-base font-medium">
                {file.slice(folder.length + 1)}
              </h3>
              <Samples />
            </Stack>
          </section>
        ))}
      </Stack>
    </section>
  );
}
