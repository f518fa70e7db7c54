package server

import (
	"strings"
	"testing"
)

func TestReadConfig(t *testing.T) {
	const url = "postgres://desk:secret@db.example:5432/woolroad"
	for _, test := range []struct {
		what    string
		flags   map[string]string
		environ []string
		want    Config
	}{
		{"nothing", nil, nil, Config{Data: DefaultData}},
		{"other programs' variables", nil, []string{"HOME=/root", "WOOL=1"}, Config{Data: DefaultData}},
		{"what tests are told", nil, []string{"WOOLROAD_TEST_POSTGRES=x"}, Config{Data: DefaultData}},
		{"a folder by flag", map[string]string{"data": "d"}, nil, Config{Data: "d"}},
		{"a folder by variable", nil, []string{"WOOLROAD_DATA=d=e"}, Config{Data: "d=e"}},
		{"a flag before its variable", map[string]string{"data": "d"}, []string{"WOOLROAD_DATA=e"}, Config{Data: "d"}},
		{"a URL by flag", map[string]string{"database": url}, nil, Config{Database: url}},
		{"a URL by variable", nil, []string{"WOOLROAD_DATABASE=" + url}, Config{Database: url}},
		{"a URL and an empty variable", map[string]string{"database": url}, []string{"WOOLROAD_DATA="}, Config{Database: url}},
		{"another address by flag", map[string]string{"listen": "127.0.0.1:9000"}, []string{"WOOLROAD_LISTEN=127.0.0.1:9001"}, Config{Data: DefaultData, Listen: "127.0.0.1:9000"}},
		{"metrics by variable", nil, []string{"WOOLROAD_METRICS=127.0.0.1:9464"}, Config{Data: DefaultData, Metrics: "127.0.0.1:9464"}},
	} {
		if test.want.Listen == "" {
			test.want.Listen = DefaultListen
		}
		got, err := ReadConfig(test.flags, test.environ)
		if err != nil || got != test.want {
			t.Errorf("%s: %+v, %v; want %+v", test.what, got, err, test.want)
		}
	}
}

func TestEveryProblemOfTheConfigIsNamed(t *testing.T) {
	for _, test := range []struct {
		what    string
		flags   map[string]string
		environ []string
		want    []string
	}{
		{"two flags", map[string]string{"data": "d", "database": "postgres://h/d"}, nil, []string{"--data and --database both"}},
		{"a flag and a variable", map[string]string{"data": "d"}, []string{"WOOLROAD_DATABASE=postgres://h/d"}, []string{"--data and WOOLROAD_DATABASE both"}},
		{"two variables", nil, []string{"WOOLROAD_DATA=d", "WOOLROAD_DATABASE=postgres://h/d"}, []string{"WOOLROAD_DATA and WOOLROAD_DATABASE both"}},
		{"an empty flag", map[string]string{"data": ""}, nil, []string{"--data is empty"}},
		{"an empty URL", map[string]string{"database": ""}, nil, []string{"--database is empty"}},
		{"another kind of URL", nil, []string{"WOOLROAD_DATABASE=mysql://u:secret@h/d"}, []string{"WOOLROAD_DATABASE is not the URL"}},
		{"a broken URL", map[string]string{"database": "postgres://u:secret@h:port/d"}, nil, []string{"--database is not the URL"}},
		{"all of it", map[string]string{"data": "d"}, []string{"WOOLROAD_PORT=1", "WOOLROAD_DATABASE=x", "WOOLROAD_DATEN=y"},
			[]string{"--data and WOOLROAD_DATABASE both", "not the URL", "no setting WOOLROAD_DATEN, WOOLROAD_PORT", "known are WOOLROAD_DATA, WOOLROAD_DATABASE"}},
	} {
		_, err := ReadConfig(test.flags, test.environ)
		if err == nil {
			t.Errorf("%s: no error", test.what)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %q does not say %q", test.what, err, want)
			}
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %q tells the password", test.what, err)
		}
	}
}
