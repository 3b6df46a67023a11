/** One field's problem; `pointer` is a JSON pointer into the body (`/first_name`). */
export interface FieldProblem {
  in?: 'body' | 'query' | 'path' | 'header';
  pointer: string;
  message: string;
}

/** RFC 9457 problem details as Stoke's API sends them. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string | null;
  errors?: FieldProblem[] | null;
  request_id?: string | null;
}

/** An answer of 400 or more. Other members of the problem (such as `current`) stay in `problem`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: ProblemDetails;

  constructor(problem: ProblemDetails) {
    super(problem.detail || problem.title);
    this.problem = problem;
  }
  get status(): number {
    return this.problem.status;
  }
  get code(): string {
    return this.problem.code;
  }
  get fields(): FieldProblem[] {
    return this.problem.errors ?? [];
  }
  get requestId(): string | null {
    return this.problem.request_id ?? null;
  }
}

/** The request got no answer: no network, or the server could not be reached. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  constructor(cause: unknown) {
    super('Stoke could not be reached. Check your connection and try again.', { cause });
  }
}

/** Trouble outside the API (a passkey that was not chosen) whose message is for people. */
export class ShownError extends Error {
  override readonly name: string = 'ShownError';
}

function isProblem(value: unknown): value is ProblemDetails {
  return typeof value === 'object' && value !== null && 'title' in value && 'code' in value;
}

/** Reads a failed answer; one that is not problem details (a proxy's page) still gets a useful message. */
export async function errorFrom(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  if (isProblem(body)) return new ApiError({ ...body, status: response.status });
  return new ApiError({
    type: 'about:blank',
    title: 'Stoke could not do that just now. Try again in a moment.',
    status: response.status,
    code: `http_${response.status}`,
  });
}

/** A sentence for people, whatever was thrown. */
export function messageOf(error: unknown): string {
  const known = [ApiError, NetworkError, ShownError].some((kind) => error instanceof kind);
  if (known) return (error as Error).message;
  return 'Something went wrong here. Try again.';
}
