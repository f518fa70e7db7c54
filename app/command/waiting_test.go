package command

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"woolroad/app/store"
)

// TestACommandSaysForWhatItWaitsWhileOthersLock locks the database as another program does, until the
// command that waits says so.
func TestACommandSaysForWhatItWaitsWhileOthersLock(t *testing.T) {
	t.Parallel()
	prepared.Each(t, func(t *testing.T, w store.Where) {
		desktop{}.good(t, append([]string{"orders", "import", order(t, "o.json", nil)}, flags(w)...)...)
		statements, want := []string{`BEGIN`, `LOCK TABLE orders IN ACCESS EXCLUSIVE MODE`}, "Waiting for another program that has locked the table orders (process "
		if w.URL == "" {
			statements, want = []string{`BEGIN IMMEDIATE`}, "Waiting for another program that writes to the database."
		}
		shell, err := shellOf(t, w).Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = shell.Close() }()
		for _, statement := range statements {
			if _, err := shell.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		stderr, into := io.Pipe()
		code := make(chan int, 1)
		var out bytes.Buffer
		args := append([]string{"orders", "import", "--replace", order(t, "o.json", nil)}, flags(w)...)
		go func() {
			code <- runIn(t.Context(), world{time.Now, os.Environ, nil}, args, &out, into)
			_ = into.Close() // which never fails
		}()
		line, err := bufio.NewReader(stderr).ReadString('\n')
		if err != nil || !strings.HasPrefix(line, want) {
			t.Errorf("who waits says %q, %v; want %q", line, err, want)
		}
		go func() { _, _ = io.Copy(io.Discard, stderr) }() // so that the command is not held up
		if _, err := shell.ExecContext(t.Context(), `ROLLBACK`); err != nil {
			t.Error(err)
		}
		if got := <-code; got != 0 {
			t.Errorf("the command exits with %d: %s", got, out.String())
		}
	})
}
