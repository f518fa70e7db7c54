package trade_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"woolroad/app/trade"
	"woolroad/app/trade/texts"
)

// TestTextsAreAllThatTheFileHas holds that no value of an order's file is left out
// by those who go through its texts, and that they have the file's order.
func TestTextsAreAllThatTheFileHas(t *testing.T) {
	files := full(t)
	for name := range published {
		files = append(files, sampleFile(t, name))
	}
	for i := range 50 {
		file, err := json.Marshal(orders.Example(i))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	for _, data := range files {
		o, faults := trade.Decode(bytes.NewReader(data))
		if faults != nil {
			t.Fatal(faults)
		}
		file, err := trade.Encode(o)
		if err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(bytes.NewReader(file))
		d.UseNumber()
		want := leaves(t, d, "")
		var got []string
		for pointer, text := range texts.Of(o, texts.Stored) {
			got = append(got, pointer+" "+text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s\nhas other texts (-file +Texts):\n%s", file, diff)
		}
	}
}

// leaves returns the values of a JSON text, each after its pointer.
func leaves(t *testing.T, d *json.Decoder, at string) (list []string) {
	t.Helper()
	token, err := d.Token()
	if err != nil {
		t.Fatal(err)
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return []string{fmt.Sprintf("%s %v", at, token)}
	}
	for i := 0; d.More(); i++ {
		key := fmt.Sprint(i)
		if delim == '{' {
			token, err := d.Token()
			if err != nil {
				t.Fatal(err)
			}
			key = strings.NewReplacer("~", "~0", "/", "~1").Replace(token.(string))
		}
		list = append(list, leaves(t, d, at+"/"+key)...)
	}
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestOrdersAreFoundByTheseTexts(t *testing.T) {
	o := read(t, edited(t, sampleFile(t, kathmandu), set("/consignee", someone)))
	var got []string
	for pointer := range texts.Of(o, texts.Sought) {
		got = append(got, pointer)
	}
	want := []string{"/number", "/buyer/name", "/consignee/name", "/consignee/name_local", "/contract", "/terms/place",
		"/route/loading", "/route/destination", "/route/border", "/route/truck", "/lots/0/number", "/lots/0/test/certificate"}
	if !slices.Equal(got, want) {
		t.Errorf("an order is found by %q, want %q", got, want)
	}
}

func TestTextsCanBeLeftEarly(t *testing.T) {
	n := 0
	for range texts.Of(read(t, sampleFile(t, kathmandu)), texts.Stored) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d texts came after the third was enough", n)
	}
}
