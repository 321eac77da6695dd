/** The first steps in a workspace, each true once done. The page hides the list when all are. */
export type Checklist = {
  readonly addressConfirmed: boolean;
  readonly creditsAdded: boolean;
  readonly keyMade: boolean;
  readonly requestSent: boolean;
  readonly privacySet: boolean;
  readonly isDone: boolean;
};
