// Loaded before a program that is measured: tells its peak memory when it ends.
process.on('exit', () => {
  console.error(String(process.resourceUsage().maxRSS));
});
