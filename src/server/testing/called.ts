/** An answer, looked into by paths such as `runs.0.id`. */
import assert from "node:assert/strict";
import { isObject } from "../../kernel/json.ts";

export class Called {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;

  constructor(status: number, headers: Headers, body: unknown) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static async from(response: Response): Promise<Called> {
    const text = await response.text();
    return new Called(response.status, response.headers, text === "" ? null : JSON.parse(text));
  }

  at(path: string): unknown {
    let value: unknown = this.body;
    for (const part of path.split(".")) {
      if (Array.isArray(value)) value = part === "length" ? value.length : value[Number(part)];
      else value = isObject(value) ? value[part] : undefined;
    }
    return value;
  }

  text(path: string): string {
    const value = this.at(path);
    assert.equal(typeof value, "string", `${path} of ${JSON.stringify(this.body)} is text`);
    return String(value);
  }

  list(path: string): readonly unknown[] {
    const value = this.at(path);
    assert.ok(Array.isArray(value), `${path} of ${JSON.stringify(this.body)} is a list`);
    return value;
  }
}
