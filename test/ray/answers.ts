/**
 * What Ray 2.60.0 answered when it was asked, as the double of it answers in the tests. The soak `ray` asks a real one again, and holds
 * these to what it says: the same status, the same fields, each of the same kind.
 */

/** Of a job, in the fields that Ray gives. */
export interface JobAnswer {
  readonly submission_id: string;
  readonly status: 'PENDING' | 'RUNNING' | 'STOPPED' | 'SUCCEEDED' | 'FAILED';
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly entrypoint: string;
  readonly package: string | null;
  readonly exitCode: number | null;
  readonly message: string;
}

export const answers = {
  version: {
    version: '4',
    ray_version: '2.60.0',
    ray_commit: 'b7f4259e944bf6959f721b106adc366ddfa0c356',
    session_name: 'session_2026-11-28_13-19-40_839842_18809',
  },
  noPackage: (name: string): string => `Package gcs://${name} does not exist\n`,
  noJob: (id: string): string => `Job ${id} does not exist\n`,
  submitted: (id: string) => ({ job_id: id, submission_id: id }),
  stopped: (isStopped: boolean) => ({ stopped: isStopped }),
  logs: (logs: string) => ({ logs }),
  job: ({ submission_id, status, metadata, entrypoint, exitCode, message, ...job }: JobAnswer) => ({
    ...{ type: 'SUBMISSION', job_id: null, submission_id, driver_info: null, status, entrypoint },
    ...{ message, error_type: null, start_time: 1795873996636, end_time: null, metadata },
    runtime_env: job.package === null ? null : { working_dir: `gcs://${job.package}` },
    ...{ driver_agent_http_address: null, driver_node_id: null, driver_exit_code: exitCode },
  }),
} as const;

/** Of the `PUT` of a package that says, as browsers do, that it comes from a page. */
export const FROM_A_BROWSER = "'PUT' method not allowed for browser traffic.";
