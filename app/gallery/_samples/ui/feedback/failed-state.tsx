import { longText, longWord, Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { FailedState } from "@/components/ui/feedback/failed-state";

export function FailedStateSamples() {
  return (
    <>
      <Sample state="Default">
        <FailedState
          title="The chart couldn't be loaded"
          retry={<Button>Try again</Button>}
          requestId="req-0193a7c8-5b1e-7f0a-9c3d-2e4f6a8b0c1d"
        >
          The database didn't respond in time.
        </FailedState>
      </Sample>
      <Sample state="Long text">
        <FailedState title={longText} requestId={longWord}>
          {longText}
        </FailedState>
      </Sample>
    </>
  );
}
