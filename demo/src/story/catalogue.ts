/** Who is in the demo company: roles instead of people, repositories with their workflows, and what can go wrong. */

export type JobKind = 'lint' | 'build' | 'test' | 'browser' | 'image' | 'deploy' | 'smoke';

export interface JobPlan {
  name: string;
  kind: JobKind;
  /** Names of jobs that must be done before. */
  needs: readonly string[];
  /** Typical duration. */
  minutes: number;
  steps: readonly string[];
}

export interface WorkflowPlan {
  id: number;
  name: string;
  jobs: readonly JobPlan[];
}

export type Bug = 'undefined-total' | 'stock-race' | 'gateway-timeout' | 'currency' | 'chunk-load' | 'checkout-null';

/** How the errors of each bug are titled: words to find their issue by. */
export const errorTitles: Readonly<Record<Bug, string>> = {
  'undefined-total': "Cannot read properties of undefined (reading 'total')",
  'stock-race': 'StockConflictError',
  'gateway-timeout': 'Payment could not be taken',
  currency: 'No exchange rate',
  'chunk-load': 'ChunkLoadError',
  'checkout-null': "Cannot set properties of null (setting 'disabled')",
};

export interface RepositoryPlan {
  id: number;
  /** Where the ids of its runs begin: far enough apart for centuries, small enough for ids that are made of them. */
  runIds: number;
  fullName: string;
  project: { slug: string; name: string; sdk: 'browser' | 'node' };
  changesAnHour: number;
  workflows: { ci: WorkflowPlan; deploy: WorkflowPlan };
  /** Errors that are always there at a low rate, and those a bad deployment brings. */
  steady: Bug;
  introduces: readonly [Bug, ...Bug[]];
}

const steps = {
  node: ['Set up job', 'Run actions/checkout@v4', 'Run actions/setup-node@v4', 'Run npm ci'],
  tail: ['Post Run actions/setup-node@v4', 'Post Run actions/checkout@v4', 'Complete job'],
} as const;

const job = (
  name: string,
  kind: JobKind,
  minutes: number,
  needs: readonly string[],
  ...work: readonly string[]
): JobPlan => ({
  name,
  kind,
  needs,
  minutes,
  steps: [...steps.node, ...work, ...steps.tail],
});

const ci = (id: number, shards: number, browser: boolean): WorkflowPlan => ({
  id,
  name: 'CI',
  jobs: [
    job('lint', 'lint', 1.2, [], 'Run npm run lint', 'Run npm run typecheck'),
    job('build', 'build', 2.5, [], 'Run npm run build', 'Run actions/upload-artifact@v4'),
    ...Array.from({ length: shards }, (_, i) =>
      job(`test (${i + 1}, ${shards})`, 'test', 3.5, ['build'], 'Run actions/download-artifact@v4', 'Run npm test'),
    ),
    ...(browser ? [job('browser', 'browser', 5, ['build'], 'Run npx playwright install', 'Run npm run e2e')] : []),
  ],
});

const deploy = (id: number): WorkflowPlan => ({
  id,
  name: 'Deploy',
  jobs: [
    job('image', 'image', 2.2, [], 'Run docker/build-push-action@v6'),
    job('staging', 'deploy', 1.1, ['image'], 'Deploy to staging'),
    job('smoke', 'smoke', 1.4, ['staging'], 'Run npm run smoke'),
    job('production', 'deploy', 1.3, ['smoke'], 'Deploy to production'),
  ],
});

export const repositories: readonly RepositoryPlan[] = [
  {
    id: 900001,
    runIds: 10_000_000_000,
    fullName: 'demo/shop',
    project: { slug: 'shop', name: 'Shop', sdk: 'browser' },
    changesAnHour: 1.6,
    workflows: { ci: ci(7001, 4, true), deploy: deploy(7002) },
    steady: 'chunk-load',
    introduces: ['undefined-total', 'checkout-null'],
  },
  {
    id: 900002,
    runIds: 20_000_000_000,
    fullName: 'demo/orders',
    project: { slug: 'orders', name: 'Orders', sdk: 'node' },
    changesAnHour: 1.2,
    workflows: { ci: ci(7003, 3, false), deploy: deploy(7004) },
    steady: 'stock-race',
    introduces: ['currency', 'gateway-timeout'],
  },
  {
    id: 900003,
    runIds: 30_000_000_000,
    fullName: 'demo/payments',
    project: { slug: 'payments', name: 'Payments', sdk: 'node' },
    changesAnHour: 0.8,
    workflows: { ci: ci(7005, 2, false), deploy: deploy(7006) },
    steady: 'gateway-timeout',
    introduces: ['currency', 'stock-race'],
  },
];

export const authors = ['dev-frontend', 'dev-backend', 'dev-platform', 'dev-mobile', 'update-bot[bot]'] as const;

export const titles = [
  'Cart totals with discounts',
  'Retry the payment gateway',
  'Show stock next to the price',
  'Cache the catalogue for a minute',
  'Round currencies as the bank does',
  'Split the checkout page',
  'Raise the connection pool',
  'Update dependencies',
  'Drop the old order export',
  'Faster product search',
] as const;
