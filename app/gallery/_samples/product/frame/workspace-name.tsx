import { longText, Sample } from "@/app/gallery/_components/sample";
import { WorkspaceName } from "@/components/product/frame/workspace-name";

export function WorkspaceNameSamples() {
  return (
    <>
      <Sample state="Default">
        <WorkspaceName name="Analytical Engines" />
      </Sample>
      <Sample state="Long text">
        <div className="w-48">
          <WorkspaceName name={longText} />
        </div>
      </Sample>
    </>
  );
}
