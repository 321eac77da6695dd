export const simulated = {
  stripe: true,
  mail: true,
  provider: true,
  forced: false,
  inboxUrl: "http://localhost:1080",
};
