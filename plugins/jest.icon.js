/** Grafana's icons are fetched from Grafana, which is not here: nothing stands for them. */
module.exports = { __esModule: true, default: () => null };
