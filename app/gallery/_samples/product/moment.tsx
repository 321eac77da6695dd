import { Sample } from "@/app/gallery/_components/sample";
import { Moment } from "@/components/product/moment";

const at = "2026-11-28T19:30:00.000Z";

export function MomentSamples() {
  return (
    <>
      <Sample state="Default">
        <Moment at={at} zone="America/New_York" />
      </Sample>
      <Sample state="Day, with its year and without">
        <Moment at={at} zone="Asia/Tokyo" show="day" /> ·{" "}
        <Moment at={at} zone="Asia/Tokyo" show="short-day" />
      </Sample>
      <Sample state="Short, time of day, relative">
        <p>
          <Moment at={at} zone="UTC" show="short" /> · <Moment at={at} zone="UTC" show="time" /> ·{" "}
          <Moment at={at} zone="UTC" show="relative" />
        </p>
      </Sample>
    </>
  );
}
