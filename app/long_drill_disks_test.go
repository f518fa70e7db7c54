//go:build long && linux

package app_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"woolroad/app/store"
	"woolroad/app/store/db"
)

// Sizes of disks.
const (
	roomy    = 700 << 20 // more than /readyz wants to be free
	fullSays = "A disk of the server is full. Make room on it, then try again."
)

// drillDisks fills the disks that the program writes to, and makes room on them again.
func drillDisks(t *testing.T, d *drill) {
	if err := mountable(t); err != nil {
		d.tally.add(tallied{"disks", "both", "full disks", "NOT TRIED: nothing can be mounted here: " + err.Error()}, 0)
		if os.Getenv("CI") != "" {
			t.Fatalf("nothing can be mounted here, and CI must fill disks: %v", err)
		}
		t.Skipf("nothing can be mounted here: %v; run this as root", err)
	}
	t.Run("issue", func(t *testing.T) {
		t.Parallel()
		disk := mount(t)
		if err := os.CopyFS(disk.folder, os.DirFS(migrated.SQLite(t).Data)); err != nil {
			t.Fatal(err)
		}
		d.at(t, store.Where{Data: disk.folder}).issueOnAFullDisk(disk, inFull(2, 10), 300<<10, func() {})
	})
	t.Run("issue_postgres", func(t *testing.T) {
		t.Parallel()
		disk := mount(t)
		own := startPostgres(t, disk.folder)
		if own == nil {
			const why = "there is no initdb here: install Debian's postgresql"
			d.tally.add(tallied{"disks", "postgres", "issue, the data's disk is full", "NOT TRIED: " + why}, 0)
			if os.Getenv("CI") != "" {
				t.Fatal(why)
			}
			t.Skip(why)
		}
		w := store.Where{URL: own.url}
		p := d.at(t, w)
		p.good(w, "migrate", "up")
		p.issueOnAFullDisk(disk, inFull(1, 10), 2<<20, own.mustRun)
	})
	t.Run("ready_postgres", func(t *testing.T) {
		t.Parallel()
		disk := mount(t)
		if own := startPostgres(t, disk.folder); own != nil { // or issue_postgres says why not
			d.at(t, store.Where{URL: own.url}).readyOnAFullDisk(disk)
		}
	})
	t.Run("migrate", func(t *testing.T) {
		t.Parallel()
		d.at(t, migrated.SQLite(t)).migrateOnAFullDisk(inFull(2, 10))
	})
	d.each(t, func(p *drilled) {
		p.filled()
		n := inFull(2, 10)
		p.backUpToAFullDisk(n)
		p.restoreWithAFullDisk(n)
	})
}

// A disk is a file system of its own, of a size that changes.
type disk struct {
	t      *testing.T
	folder string
}

// mountable returns why nothing can be mounted, or nil.
func mountable(t *testing.T) error {
	folder := t.TempDir()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, ""); err != nil {
		return err
	}
	return unix.Unmount(folder, 0)
}

// mount makes a disk with much room. It goes with the test.
func mount(t *testing.T) *disk {
	t.Helper()
	parent, err := os.MkdirTemp("", "woolroad-drill-") // others than root may enter it, and not t.TempDir()
	if err != nil {
		t.Fatal(err)
	}
	m := &disk{t, filepath.Join(parent, "disk")}
	err = errors.Join(os.Chmod(parent, 0o711), os.Mkdir(m.folder, 0o700))
	if err == nil {
		err = unix.Mount("tmpfs", m.folder, "tmpfs", 0, fmt.Sprintf("size=%d", roomy))
	}
	t.Cleanup(func() {
		if err := errors.Join(unix.Unmount(m.folder, unix.MNT_DETACH), os.RemoveAll(parent)); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// used returns how many bytes of the disk are used.
func (m *disk) used() int64 {
	m.t.Helper()
	var s unix.Statfs_t
	if err := unix.Statfs(m.folder, &s); err != nil {
		m.t.Fatal(err)
	}
	return int64(s.Blocks-s.Bfree) * s.Bsize
}

// leave leaves that many bytes free on the disk. A disk is never smaller than what is on
// it, and what uses the disk may take more meanwhile.
func (m *disk) leave(free int64) {
	m.t.Helper()
	var err error
	for range 100 {
		if err = unix.Mount("", m.folder, "", unix.MS_REMOUNT, fmt.Sprintf("size=%d", max(m.used()+free, 1<<12))); err == nil {
			return
		}
	}
	m.t.Fatal(err)
}

// issueOnAFullDisk has a clerk issue documents while the disk of the database fills up, n
// times, and go on when there is room again. Less than room is left when the clerk begins.
// mustRun starts the database again where the full disk has ended it.
func (p *drilled) issueOnAFullDisk(m *disk, n int, room int64, mustRun func()) {
	const what, each = "issue, the data's disk is full", 40
	for round := range n {
		numbers := p.orders(p.where, fmt.Sprintf("D%d", round), each)
		s := p.serve(p.where).ready()
		c := newClerk(p.t, s.at)
		m.leave(p.random.Int64N(room))
		var refused []attempt
		stored := map[string]string{}
		for _, order := range numbers {
			a := attempt{order: order}
			got, form, err := c.issueForm(order)
			if a.form = form; err == nil && form != nil {
				got, err = c.post("/orders/"+order+"/issue", form)
			}
			if err != nil {
				p.t.Fatal(err)
			}
			stored[order] = told(got)
			if got.status == http.StatusSeeOther {
				continue
			}
			cause := either(strings.Contains(got.body, fullSays), "the disk is full", either(strings.Contains(got.body, "The database cannot be reached."), "the database cannot be reached", ""))
			if form == nil {
				stored[order] = "told: no form"
			}
			if got.status != http.StatusServiceUnavailable || got.again == "" || stored[order] == "" || cause == "" && stored[order] != "told: not known" {
				p.t.Errorf("%s: %s\n%s", order, got, s.said)
			}
			p.count("disks", what, "503, "+either(cause == "", "", cause+", ")+stored[order], 1)
			if refused = append(refused, a); len(refused) == 3 {
				break
			}
		}
		if len(refused) == 0 {
			p.t.Fatalf("%d orders did not fill the disk", each)
		}
		ready, err := c.get("/readyz")
		if err != nil || ready.status != http.StatusServiceUnavailable {
			p.t.Errorf("/readyz on a full disk: %s, %v", ready, err)
		}
		p.count("disks", what, fmt.Sprintf("/readyz meanwhile: %d", ready.status), 1)
		m.leave(roomy)
		mustRun()
		p.settle(p.where)
		there := p.byOrder()
		for order, told := range stored {
			if is := there[order] != nil; told == "told: stored" && !is || told != "told: stored" && told != "told: not known" && is {
				p.t.Errorf("%s, %s, and it is stored: %v", order, told, is)
			}
		}
		p.count("disks", what, "issued before", len(stored)-len(refused))
		for _, a := range refused {
			if a.form == nil {
				var got answered
				if got, a.form, err = c.issueForm(a.order); err != nil || a.form == nil {
					p.t.Fatalf("no form with room again: %s, %v", got, err)
				}
			}
			if !a.send(c) || !a.done {
				p.t.Errorf("with room again: %s", a.wrong)
			}
			p.count("disks", what, "the same form with room again: issued", 1)
		}
		after := p.byOrder()
		for order, was := range there {
			if !slices.Equal(was, after[order]) {
				p.t.Errorf("%s had %q and has %q", order, was, after[order])
			}
		}
		s.stop()
		p.mustVerify()
		if p.t.Failed() {
			p.t.Fatalf("in round %d", round)
		}
	}
}

// readyOnAFullDisk has a program try to write, again and again, while the disk of the
// database is full and while there is room: a page of the table that it writes to has room
// each time.
func (p *drilled) readyOnAFullDisk(m *disk) {
	s, err := store.Open(p.t.Context(), p.where)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, free := range []int64{roomy, 0, roomy, 16 << 10, roomy, 128 << 10, roomy} {
		m.leave(free)
		for range 3 {
			cause, err := db.Cause(""), s.TryWrite(p.t.Context())
			if err != nil {
				cause = db.CauseOf(err)
			}
			if want := db.Cause(either(free == roomy, "", string(db.DiskFull))); cause != want {
				p.t.Errorf("with %d bytes free, the cause is %q, want %q: %v", free, cause, want, err)
			}
			p.count("disks", "to try to write", either(free == roomy, "there is room, and it is ready", "the disk is full, and it says so"), 1)
		}
	}
	if err := s.Close(); err != nil {
		p.t.Error(err)
	}
}

// migrateOnAFullDisk migrates what an older program left on a disk with little room, and
// again with more.
func (p *drilled) migrateOnAFullDisk(n int) {
	const what = "migrate up, the data's disk is full"
	for range n {
		m := mount(p.t)
		w := store.Where{Data: m.folder}
		if err := os.CopyFS(m.folder, os.DirFS(older.SQLite(p.t).Data)); err != nil {
			p.t.Fatal(err)
		}
		m.leave(p.random.Int64N(2*m.used() + 1))
		r := p.run(w, "migrate", "up")
		if r.code != 0 && (r.code != 1 || !strings.Contains(r.said, "full")) {
			p.t.Errorf("on a full disk migrating exits with %d and says %s", r.code, r.said)
		}
		m.leave(roomy)
		p.good(w, "migrate", "up")
		at := p.drill.at(p.t, w)
		at.mustVerify()
		if got := len(at.papers()); got != 2*olderOrders {
			p.t.Errorf("%d documents are there, want %d", got, 2*olderOrders)
		}
		p.count("disks", what, either(r.code == 0, "there was room enough", "it says so, and with room it works"), 1)
	}
}

// backUpToAFullDisk makes backups on a disk with too little room, or just enough.
func (p *drilled) backUpToAFullDisk(n int) {
	const what = "backup, the target's disk is full"
	whole := filepath.Join(p.t.TempDir(), "whole.backup")
	p.good(p.where, "backup", whole)
	is, err := os.Stat(whole)
	if err != nil {
		p.t.Fatal(err)
	}
	for range n {
		m := mount(p.t)
		m.leave(p.random.Int64N(3 * is.Size()))
		file := filepath.Join(m.folder, "today.backup")
		r := p.run(p.where, "backup", file)
		switch _, err := os.Stat(file); {
		case r.code == 0 && err == nil:
			p.mustRestore(file)
			p.count("disks", what, "there was room enough", 1)
		case r.code == 1 && os.IsNotExist(err) && strings.Contains(r.said, fullSays):
			p.leaves(m.folder)
			m.leave(roomy)
			p.good(p.where, "backup", file)
			p.mustRestore(file)
			p.count("disks", what, "it says so, leaves no file, and with room it works", 1)
		default:
			p.t.Errorf("exit %d, %v, and backup says %s", r.code, err, r.said)
		}
		p.leaves(m.folder, "today.backup")
	}
}

// restoreWithAFullDisk restores a backup with little room for temporary files, and to a disk
// with little room.
func (p *drilled) restoreWithAFullDisk(n int) {
	file := filepath.Join(p.t.TempDir(), "today.backup")
	p.good(p.where, "backup", file)
	is, err := os.Stat(file)
	if err != nil {
		p.t.Fatal(err)
	}
	disks := []string{"restore, the disk of temporary files is full"}
	if p.where.Data != "" {
		disks = append(disks, "restore, the target's disk is full")
	}
	for i := range n * len(disks) {
		m, to, at := mount(p.t), p.empty(), *p
		m.leave(p.random.Int64N(3 * is.Size()))
		what := disks[i%len(disks)]
		if at.temp = m.folder; i%len(disks) == 1 {
			at.temp, to = p.temp, store.Where{Data: m.folder}
		}
		r := at.run(to, "restore", file)
		switch {
		case r.code == 0:
			m.leave(roomy)
			p.count("disks", what, "there was room enough", 1)
		case r.code == 1 && (strings.Contains(r.said, fullSays) || strings.Contains(r.said, "disk is full")): // the latter where the new database's schema does not fit
			m.leave(roomy)
			at.good(to, "restore", file)
			p.count("disks", what, "it says so, restores nothing, and with room it works", 1)
		default:
			p.t.Errorf("%s: exit %d, %s", what, r.code, r.said)
			continue
		}
		p.mustHold(to)
		p.leaves(at.temp)
	}
}

// A postgres is a PostgreSQL server of a test's own.
type postgres struct {
	t      *testing.T
	bin    string
	folder string
	as     *syscall.SysProcAttr // the user that it runs as
	port   int
	url    string
}

// startPostgres starts a server with its data in that folder, which it makes its user's, or
// returns nil where its programs are missing. The server ends with the test.
func startPostgres(t *testing.T, folder string) *postgres {
	t.Helper()
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return nil
	}
	g := &postgres{t: t, bin: filepath.Dir(found[len(found)-1]), folder: filepath.Join(folder, "data"), as: new(syscall.SysProcAttr)}
	if os.Geteuid() == 0 { // as which it refuses to run
		of, err := user.Lookup("postgres")
		if err != nil {
			t.Fatal(err)
		}
		uid, err1 := strconv.Atoi(of.Uid)
		gid, err2 := strconv.Atoi(of.Gid)
		if err := errors.Join(err1, err2, os.Chown(folder, uid, gid)); err != nil {
			t.Fatal(err)
		}
		g.as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0") // a port that is free
	if err != nil {
		t.Fatal(err)
	}
	g.port = l.Addr().(*net.TCPAddr).Port
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	g.url = fmt.Sprintf("postgres://root@127.0.0.1:%d/postgres?sslmode=disable", g.port)
	if said, err := g.command("initdb", "-D", g.folder, "-A", "trust", "-U", "root", "-E", "UTF8", "--locale=C", "--wal-segsize=1").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	g.mustRun()
	t.Cleanup(func() {
		if said, err := g.command("pg_ctl", "-D", g.folder, "-m", "immediate", "stop").CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, said)
		}
	})
	return g
}

// command returns one of the server's programs, as its user.
func (g *postgres) command(name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(context.WithoutCancel(g.t.Context()), filepath.Join(g.bin, name), args...)
	c.Dir, c.SysProcAttr = "/", g.as
	return c
}

// mustRun starts the server where it does not run, and waits until it answers: it may be
// recovering from a crash.
func (g *postgres) mustRun() {
	g.t.Helper()
	log := filepath.Join(g.folder, "log")
	settings := fmt.Sprintf("-h 127.0.0.1 -p %d -c unix_socket_directories= -c min_wal_size=2MB -c max_wal_size=4MB -c shared_buffers=16MB", g.port)
	for end := time.Now().Add(5 * time.Minute); g.command("pg_isready", "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(g.port)).Run() != nil; {
		if time.Now().After(end) {
			said, _ := os.ReadFile(log)
			g.t.Fatalf("the server does not answer within five minutes:\n%s", said)
		}
		if g.command("pg_ctl", "-D", g.folder, "status").Run() != nil {
			_ = g.command("pg_ctl", "-D", g.folder, "-w", "-l", log, "-o", settings, "start").Run() // without pipes, which the server would hold open
		}
	}
}
