/**
 * How the console is built. `npm run dev --workspace console` serves it with changes taken over at once; the API is then the one of a
 * running Praxis: PRAXIS_URL and PRAXIS_TOKEN name it (`server.json` in its data folder has both).
 */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.PRAXIS_URL;
const token = process.env.PRAXIS_TOKEN;

export default defineConfig({
  plugins: [react()],
  server: server === undefined ? {} : { proxy: { "/api": apiOf(server) } },
  build: {
    target: "es2023",
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // Nothing is inlined: the content security policy of the server allows what comes from itself alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
});

function apiOf(target: string) {
  const headers = { origin: target, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  return { target, changeOrigin: true, headers };
}
