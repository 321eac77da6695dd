import { Sample } from "@/app/gallery/_components/sample";
import { TaskProgress } from "@/components/ui/feedback/task-progress";

export function TaskProgressSamples() {
  return (
    <>
      <Sample state="Unknown">
        <TaskProgress label="Unknown" progress={null} text="Waiting for its turn." />
      </Sample>
      <Sample state="Default">
        <TaskProgress label="Default" progress={0.42} text="42% written." />
      </Sample>
      <Sample state="Complete">
        <TaskProgress label="Complete" progress={1} text="100% written." />
      </Sample>
    </>
  );
}
