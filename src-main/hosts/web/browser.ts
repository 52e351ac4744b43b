/** Opens the person's browser, where there is one. */
import open from 'open';

export function openBrowser(address: string): void {
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'];
  if (process.platform === 'linux' && !display) return;
  open(address).then(
    (browser) => browser.on('error', () => {}), // the address stands in the terminal
    () => {},
  );
}
